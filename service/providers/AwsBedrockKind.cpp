#include "service/credentials/AwsAuthorization.h"
#include "service/credentials/AwsKeySource.h"
#include "service/models/BedrockConverse.h"
#include "service/models/BedrockModelName.h"
#include "service/models/ModelList.h"
#include "service/providers/ProviderForms.h"
#include "service/providers/ProviderKinds.h"

#include <QJsonArray>

#include <tuple>

namespace mergeloom {

namespace {

QList<ProviderField> bedrockSignIn()
{
    const QString choice = QStringLiteral("auth_method");
    const QStringList typed{QStringLiteral("static_keys")};
    return {
        marked({.name = choice,
            .label = QStringLiteral("Authorization"),
            .kind = QStringLiteral("choice"),
            .choices = {QStringLiteral("static_keys"), QStringLiteral("profile"), QStringLiteral("default_chain")},
            .help = QStringLiteral("static_keys: entered here. profile: of the AWS files on each executor's host. "
                                   "default_chain: what AWS programs find there by themselves (environment, web "
                                   "identity, files, container, instance)."),
            .variable = QStringLiteral("JCA_BEDROCK_AUTH_METHOD")}),
        marked({.name = QStringLiteral("access_key_id"),
            .label = QStringLiteral("Access key id"),
            .isRequired = true,
            .help = QStringLiteral("Of an IAM user or role that may use bedrock:InvokeModelWithResponseStream."),
            .placeholder = QStringLiteral("AKIAIOSFODNN7EXAMPLE"),
            .variable = QStringLiteral("AWS_ACCESS_KEY_ID"),
            .whenField = choice,
            .whenValues = typed}),
        marked({.name = QStringLiteral("api_key"),
            .label = QStringLiteral("Secret access key"),
            .kind = QStringLiteral("secret"),
            .isRequired = true,
            .help = QStringLiteral("For temporary keys with the session token behind it, parted by a space."),
            .variable = QStringLiteral("AWS_SECRET_ACCESS_KEY"),
            .whenField = choice,
            .whenValues = typed}),
        marked({.name = QStringLiteral("aws_profile"),
            .label = QStringLiteral("Profile"),
            .help = QStringLiteral("Name in ~/.aws/config or ~/.aws/credentials; empty: default."),
            .placeholder = QStringLiteral("default"),
            .variable = QStringLiteral("AWS_PROFILE"),
            .whenField = choice,
            .whenValues = {QStringLiteral("profile")}}),
    };
}

ProviderKind describeAwsBedrock()
{
    return {.kind = QStringLiteral("aws-bedrock"),
        .label = QStringLiteral("AWS Bedrock"),
        .description = QStringLiteral("Models of an AWS account by the Converse API; requests are signed (SigV4)."),
        .form = bedrockSignIn()
            + QList<ProviderField>{
                marked({.name = QStringLiteral("region"),
                    .label = QStringLiteral("Region"),
                    .help = QStringLiteral("Where the model is; empty: AWS_REGION of each executor, or its profile's."),
                    .placeholder = QStringLiteral("eu-central-1"),
                    .variable = QStringLiteral("JCA_BEDROCK_REGION")}),
                marked({.name = QStringLiteral("model"),
                    .label = QStringLiteral("Model"),
                    .isRequired = true,
                    .help = QStringLiteral("Id of a model or an inference profile, or the ARN of one."),
                    .placeholder = QStringLiteral("eu.anthropic.claude-sonnet-4-5-20250929-v1:0"),
                    .variable = QStringLiteral("JCA_BEDROCK_MODEL_ID")}),
                marked({.name = QStringLiteral("endpoint"),
                    .label = QStringLiteral("Endpoint"),
                    .kind = QStringLiteral("url"),
                    .help = QStringLiteral("Empty: the region's own. For VPC endpoints."),
                    .placeholder = QStringLiteral("https://bedrock-runtime.eu-central-1.amazonaws.com"),
                    .variable = QStringLiteral("JCA_BEDROCK_ENDPOINT_URL")}),
                {.name = QStringLiteral("model_family"),
                    .label = QStringLiteral("Model family"),
                    .kind = QStringLiteral("choice"),
                    .choices = {QStringLiteral("anthropic"), QStringLiteral("nova"), QStringLiteral("other")},
                    .help =
                        QStringLiteral("Decides on prompt caching. Say it where the model is an application inference "
                                       "profile, whose ARN does not tell.")},
                pricedAsField(),
                contextWindowField(),
                outputLimitField(),
            }};
}

BedrockFamily bedrockFamily(const ProviderProfile &profile)
{
    const QString family = profile.options.value(QStringLiteral("model_family"));
    return family == u"anthropic" ? BedrockFamily::Anthropic
        : family == u"nova"       ? BedrockFamily::Nova
        : family == u"other"      ? BedrockFamily::Other
                                  : BedrockConverse::familyOf(profile.model);
}

Result<QString> bedrockRegion(const ProviderProfile &profile, const AwsMachine &machine)
{
    const auto wrong = [](const QString &text) {
        return failure(ErrorCode::InvalidInput, text, {{"field", "region"}, {"reason", "provider_not_ready"}});
    };
    QString region = profile.options.value(QStringLiteral("region")).trimmed();
    if (region.isEmpty())
        region = awsRegion(machine, profile.options.value(QStringLiteral("aws_profile")).trimmed());
    if (region.isEmpty())
        return wrong(QStringLiteral("Region is missing. Enter it in the provider's form, or set JCA_BEDROCK_REGION."));
    if (!isAwsRegion(region))
        return wrong(QStringLiteral("Region is \"%1\", which is none. Enter one such as eu-central-1.").arg(region));
    return region;
}

Result<AwsFetch> bedrockKeys(const ConfiguredProvider &configured, const AwsMachine &machine)
{
    const QMap<QString, QString> &options = configured.profile.options;
    const QString method = options.value(QStringLiteral("auth_method"));
    if (method == u"profile")
        return awsProfileKeys(options.value(QStringLiteral("aws_profile")).trimmed(), machine);
    if (method == u"default_chain")
        return awsDefaultChain(machine);
    return awsStaticKeys(options.value(QStringLiteral("access_key_id")), configured.secret, machine);
}

/// Where the models are, and what signs requests to them.
struct BedrockPlace {
    QString region;
    QString runtime; ///< base URL
    QString control; ///< base URL of the lists; empty where `runtime` is an endpoint of its own, which has none
    Authorise authorise;
};

Result<BedrockPlace> bedrockPlace(const ConfiguredProvider &configured)
{
    const ProviderProfile &profile = configured.profile;
    AwsMachine machine = AwsMachine::real();
    MERGELOOM_TRY(const QString region, bedrockRegion(profile, machine));
    machine.region = region;
    MERGELOOM_TRY(AwsFetch keys, bedrockKeys(configured, machine));
    BedrockPlace place{.region = region, .runtime = profile.endpoint.trimmed(), .control = {}, .authorise = {}};
    if (place.runtime.isEmpty()) {
        place.runtime =
            awsEndpoint(machine, QStringLiteral("bedrock-runtime"), QStringLiteral("BEDROCK_RUNTIME"), region);
        place.control = awsEndpoint(machine, QStringLiteral("bedrock"), QStringLiteral("BEDROCK"), region);
    }
    place.authorise = authoriseWith(
        std::make_unique<AwsAuthorization>(std::move(keys), AwsScope{region.toLatin1(), "bedrock"}, machine.clock));
    return place;
}

Result<std::unique_ptr<Provider>> makeAwsBedrock(const ConfiguredProvider &configured)
{
    ProviderProfile profile = configured.profile;
    profile.model = profile.model.trimmed();
    MERGELOOM_TRY(const BedrockPlace place, bedrockPlace(configured));
    BedrockConverse::Options options;
    options.endpoint = place.runtime;
    options.family = bedrockFamily(profile);
    options.authorise = place.authorise;
    options.retry.maximumRetries = configured.maximumRetries;
    const BedrockModelName name = BedrockModelName::of(profile.model, place.region);
    return agentLoop(
        std::make_unique<BedrockConverse>(std::move(options)), profile, configured, {name.listed, name.factor});
}

ModelEndpoint bedrockQuestion(const BedrockPlace &place, const QString &base, const QString &path)
{
    const QUrl url = endpointUrl(base, path);
    return {
        .service = QStringLiteral("Amazon Bedrock at %1").arg(url.host()), .url = url, .authorise = place.authorise};
}

/// What the credential is known by to be no good; the right to be told something is another matter ("Common Errors" of the
/// Amazon Bedrock API Reference).
bool isAgainstTheKeys(const CallFailure &failure)
{
    static const QStringList types{QStringLiteral("UnrecognizedClientException"),
        QStringLiteral("InvalidSignatureException"), QStringLiteral("ExpiredTokenException"),
        QStringLiteral("IncompleteSignature"), QStringLiteral("InvalidClientTokenId"), QStringLiteral("ExpiredToken")};
    return types.contains(failure.type) || (failure.status >= 500 && failure.status != 501);
}

/// Models that can be called by their id, and the inference profiles of the region ("ListFoundationModels" and
/// "ListInferenceProfiles" of the API Reference). Nothing where the credential may not see them, or nobody answers: the
/// address is another one than that of the models.
QStringList bedrockModels(const BedrockPlace &place, std::stop_token stop)
{
    QStringList ids;
    for (const auto &[path, list, field] : {
             std::tuple{
                 "/foundation-models?byInferenceType=ON_DEMAND&byOutputModality=TEXT", "modelSummaries", "modelId"},
             std::tuple{"/inference-profiles?maxResults=1000&type=SYSTEM_DEFINED", "inferenceProfileSummaries",
                 "inferenceProfileId"},
         }) {
        const auto answer = askService(bedrockQuestion(place, place.control, QString::fromLatin1(path)), {}, stop);
        if (!answer || answer->failure)
            return {}; // half a list would call a model unknown that is not
        ids += idsOf(answer->body.value(QLatin1StringView(list)).toArray(), QString::fromLatin1(field));
    }
    ids.sort();
    return ids;
}

/// The address of the models is asked for the jobs of the account (ListAsyncInvokes): whatever it says but that the keys
/// are wrong will do.
Result<QStringList> lookAtAwsBedrock(const ConfiguredProvider &configured, std::stop_token stop)
{
    MERGELOOM_TRY(const BedrockPlace place, bedrockPlace(configured));
    const ModelEndpoint question = bedrockQuestion(place, place.runtime, QStringLiteral("/async-invoke?maxResults=1"));
    MERGELOOM_TRY(const ServiceAnswer answer, askService(question, {}, stop));
    if (answer.failure && isAgainstTheKeys(*answer.failure))
        return Unexpected(RetryPolicy::errorOf(*answer.failure, question.service, 1));
    const bool isArn = configured.profile.model.trimmed().startsWith(u"arn:"); // what it names is in neither list
    return place.control.isEmpty() || isArn ? QStringList() : bedrockModels(place, std::move(stop));
}

} // namespace

KindOfProvider awsBedrock() { return {describeAwsBedrock, makeAwsBedrock, lookAtAwsBedrock}; }

} // namespace mergeloom
