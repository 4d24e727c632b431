#pragma once

#include "service/credentials/AwsMachine.h"

#include <QMap>

namespace mergeloom {

/// The shared configuration files of AWS programs. Source: "Format of the config and credentials files" of the AWS SDKs and
/// Tools Reference Guide.
struct AwsFiles {
    using Section = QMap<QString, QString>;
    QMap<QString, Section> profiles; ///< of both files; where both say something, the credentials file counts
    QMap<QString, Section> sessions; ///< `[sso-session NAME]`
    QString config;                  ///< paths of the files, which need not be there
    QString credentials;

    /// A file that is not there is an empty one; `invalid_input` names the line that is none.
    static Result<AwsFiles> read(const AwsMachine &machine);
    /// AWS_PROFILE, or `default`.
    static QString profileName(const AwsMachine &machine);
};

} // namespace mergeloom
