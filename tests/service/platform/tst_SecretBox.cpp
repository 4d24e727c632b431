#include "service/platform/SecretBox.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <thread>

using namespace mergeloom;

class SecretBoxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void opensWhatItSealed_data();
    void opensWhatItSealed();
    void sealsTheSameTextDifferentlyEachTime();
    void keyOutlivesTheProgram();
    void makesAKeyThatOnlyItsOwnerReads();
    void refusesAKeyThatOthersCanRead_data();
    void refusesAKeyThatOthersCanRead();
    void refusesWhatIsNoKey_data();
    void refusesWhatIsNoKey();
    void saysWhichKeyFileCannotBeMade();
    void anotherKeyOpensNothing();
    void everyAlteredByteIsNoticed();
    void firstStartsAtOnceAgreeOnOneKey();
    void tokensAreLongAndDifferent();
    void hashIsSha256();
    void comparesWholeTexts();

private:
    QString keyPath() const { return m_directory->filePath(QStringLiteral("key")); }
    void writeKey(const QByteArray &bytes, mode_t mode) const
    {
        QFile file(keyPath());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        QCOMPARE(::chmod(QFile::encodeName(keyPath()).constData(), mode), 0);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void SecretBoxTest::opensWhatItSealed_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("a key") << QByteArray("sk-ant-0123456789");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("bytes") << QByteArray("\0\xff\0", 3);
    QTest::newRow("much") << QByteArray(1'000'000, 'x');
}

void SecretBoxTest::opensWhatItSealed()
{
    QFETCH(QByteArray, secret);
    const auto box = SecretBox::open(keyPath());
    QVERIFY(box);
    const QByteArray sealed = box->seal(secret);
    QCOMPARE(sealed.size(), 24 + 16 + secret.size());
    QVERIFY(secret.isEmpty() || !sealed.contains(secret));
    const auto opened = box->unseal(sealed);
    QVERIFY(opened);
    QCOMPARE(*opened, secret);
}

void SecretBoxTest::sealsTheSameTextDifferentlyEachTime()
{
    const auto box = SecretBox::open(keyPath());
    QVERIFY(box);
    QVERIFY(box->seal("x") != box->seal("x"));
}

void SecretBoxTest::keyOutlivesTheProgram()
{
    const auto first = SecretBox::open(keyPath());
    const auto second = SecretBox::open(keyPath());
    QVERIFY(first && second);
    const auto opened = second->unseal(first->seal("secret"));
    QVERIFY(opened);
    QCOMPARE(*opened, QByteArray("secret"));
}

void SecretBoxTest::makesAKeyThatOnlyItsOwnerReads()
{
    const mode_t before = ::umask(0);
    const auto box = SecretBox::open(keyPath());
    ::umask(before);
    QVERIFY(box);
    struct stat status {
    };
    QCOMPARE(::stat(QFile::encodeName(keyPath()).constData(), &status), 0);
    QCOMPARE(status.st_mode & 07777, mode_t(0600));
    QCOMPARE(status.st_size, off_t(32));
}

void SecretBoxTest::refusesAKeyThatOthersCanRead_data()
{
    QTest::addColumn<int>("mode");
    for (const int mode : {0644, 0640, 0604, 0620, 0601})
        QTest::addRow("%o", mode) << mode;
}

void SecretBoxTest::refusesAKeyThatOthersCanRead()
{
    QFETCH(int, mode);
    writeKey(QByteArray(32, 'k'), mode_t(mode));
    const auto box = SecretBox::open(keyPath());
    QVERIFY(!box);
    QCOMPARE(box.error().code, ErrorCode::Forbidden);
    QVERIFY(box.error().message.contains(QLatin1String("chmod 600 ") + keyPath()));
}

void SecretBoxTest::refusesWhatIsNoKey_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {0, 31, 33, 4096})
        QTest::addRow("%d bytes", size) << size;
}

void SecretBoxTest::refusesWhatIsNoKey()
{
    QFETCH(int, size);
    writeKey(QByteArray(size, 'k'), 0600);
    const auto box = SecretBox::open(keyPath());
    QVERIFY(!box);
    QCOMPARE(box.error().code, ErrorCode::Corrupt);
}

void SecretBoxTest::saysWhichKeyFileCannotBeMade()
{
    const auto box = SecretBox::open(QStringLiteral("/no/such/directory/key"));
    QVERIFY(!box);
    QCOMPARE(box.error().code, ErrorCode::Io);
    QVERIFY(box.error().message.contains(QLatin1String("/no/such/directory/key")));
}

void SecretBoxTest::anotherKeyOpensNothing()
{
    const auto box = SecretBox::open(keyPath());
    const auto other = SecretBox::open(keyPath() + QLatin1Char('2'));
    QVERIFY(box && other);
    const auto opened = other->unseal(box->seal("secret"));
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Corrupt);
}

void SecretBoxTest::everyAlteredByteIsNoticed()
{
    const auto box = SecretBox::open(keyPath());
    QVERIFY(box);
    const QByteArray sealed = box->seal("secret");
    for (qsizetype i = 0; i < sealed.size(); ++i) {
        QByteArray altered = sealed;
        altered[i] = char(altered[i] ^ 1);
        QVERIFY2(!box->unseal(altered), qPrintable(QString::number(i)));
        QVERIFY(!box->unseal(sealed.left(i)));
    }
    QVERIFY(!box->unseal(sealed + 'x'));
}

void SecretBoxTest::firstStartsAtOnceAgreeOnOneKey()
{
    Result<SecretBox> first = failure(ErrorCode::Internal, {});
    Result<SecretBox> second = failure(ErrorCode::Internal, {});
    {
        std::jthread one([&] { first = SecretBox::open(keyPath()); });
        std::jthread two([&] { second = SecretBox::open(keyPath()); });
    }
    QVERIFY(first && second);
    QVERIFY(second->unseal(first->seal("x")));
    QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files), QStringList{QStringLiteral("key")});
}

void SecretBoxTest::tokensAreLongAndDifferent()
{
    QSet<QString> tokens;
    for (int i = 0; i < 100; ++i)
        tokens.insert(SecretBox::randomToken());
    QCOMPARE(tokens.size(), 100);
    static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9_-]{43}$"));
    for (const QString &token : tokens)
        QVERIFY(form.match(token).hasMatch());
    QCOMPARE(SecretBox::randomToken(16).size(), qsizetype(22));
}

void SecretBoxTest::hashIsSha256()
{
    QCOMPARE(SecretBox::hashToken(QStringLiteral("abc")),
        QStringLiteral("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

void SecretBoxTest::comparesWholeTexts()
{
    QVERIFY(SecretBox::equal("abc", "abc"));
    QVERIFY(SecretBox::equal("", ""));
    QVERIFY(!SecretBox::equal("abc", "abx"));
    QVERIFY(!SecretBox::equal("abc", "ab"));
    QVERIFY(!SecretBox::equal(QByteArray("a\0b", 3), QByteArray("a\0c", 3)));
}

QTEST_GUILESS_MAIN(SecretBoxTest)
#include "tst_SecretBox.moc"
