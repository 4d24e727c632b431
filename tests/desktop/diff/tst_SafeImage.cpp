#include "desktop/diff/SafeImage.h"

#include <QBuffer>
#include <QtTest>

using namespace mergeloom;

namespace {

QByteArray png(QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svg(const QByteArray &content)
{
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"40\" height=\"20\">"
        + content + "</svg>";
}

} // namespace

class TestSafeImage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void picturesAreDecoded();
    void aHarmlessSvgIsDrawn();
    void whatAnSvgMustNotHoldIsRefused_data();
    void whatAnSvgMustNotHoldIsRefused();
    void aPictureThatWouldFillTheMemoryIsRefused();
    void nonsenseIsSaidToBeNone_data();
    void nonsenseIsSaidToBeNone();
};

void TestSafeImage::picturesAreDecoded()
{
    const SafeImage image = SafeImage::of(QStringLiteral("a/b.PNG"), png(QSize(30, 20)));
    QCOMPARE(image.size, QSize(30, 20));
    QCOMPARE(image.image.pixelColor(3, 3), QColor(Qt::red));
    QVERIFY(image.reason.isEmpty());
    QVERIFY(SafeImage::isImageName(QStringLiteral("x.JPEG")));
    QVERIFY(
        !SafeImage::isImageName(QStringLiteral("png")) || SafeImage::of(QStringLiteral("png"), "text").image.isNull());
}

void TestSafeImage::aHarmlessSvgIsDrawn()
{
    const SafeImage image = SafeImage::of(QStringLiteral("a.svg"),
        svg("<defs><linearGradient id=\"g\"><stop stop-color=\"blue\"/></linearGradient></defs>"
            "<rect width=\"40\" height=\"20\" fill=\"url(#g)\"/>"));
    QVERIFY2(image.reason.isEmpty(), qPrintable(image.reason));
    QCOMPARE(image.size, QSize(40, 20));
    QCOMPARE(image.image.pixelColor(image.image.rect().center()), QColor(Qt::blue));
}

void TestSafeImage::whatAnSvgMustNotHoldIsRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("script") << svg("<script>alert(1)</script>");
    QTest::newRow("picture of a file") << svg("<image href=\"file:///etc/passwd\" width=\"9\" height=\"9\"/>");
    QTest::newRow("picture from the network")
        << svg("<image xlink:href=\"http://127.0.0.1:1/x.png\" width=\"9\" height=\"9\"/>");
    QTest::newRow("use of another file") << svg("<use xlink:href=\"other.svg#a\"/>");
    QTest::newRow("use that grows") << svg("<g id=\"a\"><use href=\"#a\"/><use href=\"#a\"/></g>");
    QTest::newRow("foreign object") << svg("<foreignObject><p/></foreignObject>");
    QTest::newRow("fill from elsewhere") << svg("<rect fill=\"url(http://127.0.0.1/x#g)\" width=\"9\" height=\"9\"/>");
    QTest::newRow("style from elsewhere")
        << svg("<rect style=\"fill: URL('http://127.0.0.1/x')\" width=\"9\" height=\"9\"/>");
    QTest::newRow("entities") << QByteArray("<!DOCTYPE svg [<!ENTITY a \"b\">]>") + svg("<text>&a;</text>");
    QTest::newRow("style sheet") << QByteArray("<?xml-stylesheet href=\"x.css\"?>") + svg("<rect/>");
    QTest::newRow("too many elements") << svg(QByteArray("<rect/>").repeated(30000));
    QTest::newRow("broken") << QByteArray("<svg><rect");
}

void TestSafeImage::whatAnSvgMustNotHoldIsRefused()
{
    QFETCH(QByteArray, content);
    const SafeImage image = SafeImage::of(QStringLiteral("a.svg"), content);
    QVERIFY(image.image.isNull());
    QVERIFY(!image.reason.isEmpty());
}

void TestSafeImage::aPictureThatWouldFillTheMemoryIsRefused()
{
    QByteArray bytes = png(QSize(10, 10));
    // Width and height in the header of a PNG; its sum is wrong then, which a reader looks at later or never.
    bytes.replace(16, 8, QByteArray("\x00\x00\xff\xff\x00\x00\xff\xff", 8));
    const SafeImage image = SafeImage::of(QStringLiteral("a.png"), bytes);
    QVERIFY(image.image.isNull());
    QVERIFY(!image.reason.isEmpty());
}

void TestSafeImage::nonsenseIsSaidToBeNone_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    for (const char *name : {"a.png", "a.jpg", "a.gif", "a.bmp", "a.webp", "a.ico", "a.svg", "a.xpm", "a.ppm"}) {
        QTest::addRow("empty %s", name) << QString::fromLatin1(name) << QByteArray();
        QTest::addRow("text in %s", name) << QString::fromLatin1(name) << QByteArray("this is no picture at all\n");
        QTest::addRow("cut %s", name) << QString::fromLatin1(name) << png(QSize(50, 50)).left(40);
    }
    QTest::newRow("SVG named as PNG") << QStringLiteral("a.png") << svg("<image href=\"file:///etc/passwd\"/>");
}

void TestSafeImage::nonsenseIsSaidToBeNone()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    const SafeImage image = SafeImage::of(name, bytes);
    QVERIFY(image.image.isNull());
    QVERIFY(!image.reason.isEmpty());
}

QTEST_MAIN(TestSafeImage)
#include "tst_SafeImage.moc"
