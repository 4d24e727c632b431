#include "service/models/ReplayModel.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mergeloom;

class ReplayModelTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    QString written(const QByteArray &json)
    {
        QFile file(m_directory.filePath(QStringLiteral("recording.json")));
        return file.open(QIODevice::WriteOnly) && file.write(json) == json.size() ? file.fileName() : QString();
    }

private Q_SLOTS:
    void givesTheAnswersInOrderWithDeltasAndThenAClearError()
    {
        const auto recording = ReplayModel::readRecording(written(
            "{\"format\":\"mergeloom-recording/1\",\"model\":\"m\",\"answers\":["
            "{\"content\":[{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"tool_call\",\"id\":\"c\",\"name\":\"git_diff\",\"input\":{}}],\"stop\":\"tool_use\",\"usage\":{\"input_tokens\":5,\"output_tokens\":2}},"
            "{\"content\":[{\"type\":\"text\",\"text\":\"two\"}],\"stop\":\"end_turn\"}]}"));
        QVERIFY2(recording, qPrintable(recording ? QString() : recording.error().message));
        ReplayModel model(*recording);
        QStringList deltas;
        ModelProgress progress;
        progress.onDelta = [&](const QString &kind, const QString &text) { deltas.append(kind + u':' + text); };
        const auto first = model.complete({}, progress, {});
        QCOMPARE(first->content.size(), 2);
        QCOMPARE(first->usage.inputTokens, 5);
        QCOMPARE(deltas, (QStringList{QStringLiteral("text:one"), QStringLiteral("tool_input:{}")}));
        QCOMPARE(model.complete({}, {}, {})->stop, QStringLiteral("end_turn"));
        const auto third = model.complete({}, {}, {});
        QVERIFY(!third);
        QVERIFY2(third.error().message.contains(u"2 answers"), qPrintable(third.error().message));
    }

    void refusesWhatIsNoRecording()
    {
        QCOMPARE(ReplayModel::readRecording(QStringLiteral("/nowhere/at/all.json")).error().code, ErrorCode::NotFound);
        QCOMPARE(
            ReplayModel::readRecording(written("{\"format\":\"mergeloom-recording/9\",\"model\":\"m\",\"answers\":[]}"))
                .error()
                .code,
            ErrorCode::Unsupported);
        const auto broken = ReplayModel::readRecording(
            written("{\"format\":\"mergeloom-recording/1\",\"model\":\"m\",\"answers\":[{}]}"));
        QVERIFY(broken.error().message.contains(u"answers[0].content"));
    }

    void readsTheSampleThatComesWithTheProgram()
    {
        const auto sample = ReplayModel::readRecording(QStringLiteral("sample"));
        QVERIFY2(sample, qPrintable(sample ? QString() : sample.error().message));
        QVERIFY(!sample->answers.isEmpty());
        QCOMPARE(sample->answers.last().content.last().name, QStringLiteral("finish"));
    }

    void stopsWhenToldTo()
    {
        std::stop_source source;
        source.request_stop();
        ReplayModel model({});
        QCOMPARE(model.complete({}, {}, source.get_token()).error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(ReplayModelTest)
#include "tst_ReplayModel.moc"
