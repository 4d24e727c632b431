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
    void refusesAKeyOfOneByteOrOfAnotherUser();
    void takesAKeyThatThePlatformHandsOver();
    void opensInItsOwnPlaceOnly();
    void aRotationOpensBothAndSealsWithTheNew();
    void saysWhichKeyFileCannotBeMade();
    void anotherKeyOpensNothing();
    void everyAlteredByteIsNoticed();
    void firstStartsAtOnceAgreeOnOneKey();
    void tokensAreLongAndDifferent();
    void hashIsSha256();
    void comparesWholeTexts();

private:
    static QByteArray goodKey() { return QByteArray("0123456789abcdef0123456789ABCDEF"); }
    QString keyPath() const { return m_directory->filePath(QStringLiteral("key")); }
    void writeKey(const QByteArray &bytes, mode_t mode) const
    {
        QFile::remove(keyPath());
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
    const QByteArray sealed = box->seal(secret, "place");
    QCOMPARE(sealed.size(), 1 + 8 + 24 + 16 + secret.size());
    QVERIFY(secret.isEmpty() || !sealed.contains(secret));
    const auto opened = box->unseal(sealed, "place");
    QVERIFY(opened);
    QCOMPARE(*opened, secret);
}

void SecretBoxTest::sealsTheSameTextDifferentlyEachTime()
{
    const auto box = SecretBox::open(keyPath());
    QVERIFY(box);
    QVERIFY(box->seal("x", {}) != box->seal("x", {}));
}

void SecretBoxTest::keyOutlivesTheProgram()
{
    const auto first = SecretBox::open(keyPath());
    const auto second = SecretBox::open(keyPath());
    QVERIFY(first && second);
    const auto opened = second->unseal(first->seal("secret", {}), {});
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

void SecretBoxTest::refusesAKeyOfOneByteOrOfAnotherUser()
{
    for (const char byte : {'\0', 'k'}) {
        writeKey(QByteArray(32, byte), 0600);
        const auto box = SecretBox::open(keyPath());
        QVERIFY(!box);
        QCOMPARE(box.error().code, ErrorCode::Corrupt);
        QVERIFY(box.error().message.contains("all its bytes are the same"));
    }
    if (::geteuid() != 0)
        QSKIP("only root can give a file away");
    writeKey(goodKey(), 0600);
    QCOMPARE(::chown(QFile::encodeName(keyPath()).constData(), 12345, 12345), 0);
    const auto box = SecretBox::open(keyPath());
    QVERIFY(!box);
    QCOMPARE(box.error().code, ErrorCode::Forbidden);
    QVERIFY(box.error().message.contains("belongs to user 12345"));
}

/// As Kubernetes mounts a secret: a link to a file of root's that nobody can write.
void SecretBoxTest::takesAKeyThatThePlatformHandsOver()
{
    writeKey(goodKey(), 0400);
    QVERIFY(SecretBox::open(keyPath()));
    const QString link = m_directory->filePath("link");
    QVERIFY(QFile::link(keyPath(), link));
    QVERIFY(SecretBox::open(link));
    writeKey(goodKey(), 0440);
    const auto box = SecretBox::open(link);
    QCOMPARE(
        box.has_value(), ::geteuid() == 0); // of another user it stays readable by a group that need not be his own
    for (const mode_t mode : {0444, 0404, 0460, 0540}) {
        writeKey(goodKey(), mode);
        QVERIFY2(!SecretBox::open(link), QByteArray::number(mode, 8).constData());
    }
}

void SecretBoxTest::opensInItsOwnPlaceOnly()
{
    const auto box = SecretBox::open(keyPath());
    QVERIFY(box);
    const QByteArray first = box->seal("one", "provider_profile/a");
    const QByteArray second = box->seal("two", "provider_profile/b");
    QCOMPARE(*box->unseal(first, "provider_profile/a"), QByteArray("one"));
    QVERIFY(!box->unseal(first, "provider_profile/b"));
    QVERIFY(!box->unseal(second, "provider_profile/a"));
    QVERIFY(!box->unseal(first, "repository/a"));
    QVERIFY(!box->unseal(first, {}));
}

void SecretBoxTest::aRotationOpensBothAndSealsWithTheNew()
{
    const QString next = SecretBox::nextKeyPath(keyPath());
    QVERIFY(!SecretBox::openForRotation(keyPath(), next)); // there is nothing yet
    const auto old = SecretBox::open(keyPath());
    const QByteArray sealed = old->seal("secret", "p");
    const auto both = SecretBox::openForRotation(keyPath(), next);
    QVERIFY(both);
    QVERIFY(both->keyId() != old->keyId());
    QVERIFY(!both->isOfThisKey(sealed));
    QCOMPARE(*both->unseal(sealed, "p"), QByteArray("secret"));
    const QByteArray renewed = both->seal("secret", "p");
    QVERIFY(both->isOfThisKey(renewed));
    QVERIFY(!old->unseal(renewed, "p"));
    // Cut off here, a start finds both keys.
    QCOMPARE(*SecretBox::open(keyPath())->unseal(renewed, "p"), QByteArray("secret"));
    QVERIFY(SecretBox::replaceKey(keyPath(), next));
    QVERIFY(!QFile::exists(next));
    const auto after = SecretBox::open(keyPath());
    QCOMPARE(after->keyId(), both->keyId());
    QCOMPARE(*after->unseal(renewed, "p"), QByteArray("secret"));
    QVERIFY(!after->unseal(sealed, "p"));
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
    const auto opened = other->unseal(box->seal("secret", {}), {});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Corrupt);
}

void SecretBoxTest::everyAlteredByteIsNoticed()
{
    const auto box = SecretBox::open(keyPath());
    QVERIFY(box);
    const QByteArray sealed = box->seal("secret", {});
    for (qsizetype i = 0; i < sealed.size(); ++i) {
        QByteArray altered = sealed;
        altered[i] = char(altered[i] ^ 1);
        QVERIFY2(!box->unseal(altered, {}), qPrintable(QString::number(i)));
        QVERIFY(!box->unseal(sealed.left(i), {}));
    }
    QVERIFY(!box->unseal(sealed + 'x', {}));
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
    QVERIFY(second->unseal(first->seal("x", {}), {}));
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
