#include "desktop/app/ConnectionDialog.h"

#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace mergeloom {

namespace {

constexpr int dialogWidth = 480;

bool isOfSsh(const QString &field) { return field.startsWith(u"ssh."); }

} // namespace

ConnectionDialog::ConnectionDialog(const Connection &connection, QWidget *parent)
    : QDialog(parent), m_connection(connection), m_before(connection)
{
    const bool isNew = connection.id.isEmpty();
    setWindowTitle(isNew ? tr("Add a worker") : tr("Change connection"));
    setMinimumWidth(dialogWidth);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    layout->addWidget(plainLabel(windowTitle(), this, "heading"));
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(12);
    layout->addLayout(m_rows);
    addRow("name", tr("Name"), tr("As you call it; empty: its host."), connection.name);
    addKind();
    const QString port = connection.ssh.port > 0 ? QString::number(connection.ssh.port) : QString();
    addRow("ssh.host", tr("SSH host"), tr("A name of your ssh configuration, or an address."), connection.ssh.host);
    addRow("ssh.user", tr("User there"), tr("Empty: as ssh is configured."), connection.ssh.user);
    addRow("ssh.port", tr("Port of ssh"), tr("Empty: as ssh is configured."), port);
    addRow("ssh.identity_file", tr("Key file"), tr("Empty: the agent's keys, and those that ssh finds."),
        connection.ssh.identityFile);
    addRow("url", tr("Address"), {}, connection.url);
    addRow("token", tr("Token"),
        isNew ? tr("Made with \"mergeloom-worker token create\" or on the page Access; kept in the system's keychain.")
              : tr("Empty: the one that is known stays."),
        {});
    m_fields["token"].edit->setEchoMode(QLineEdit::Password);
    addRow("fingerprint", tr("Trusted certificate"),
        tr("SHA-256 of the one that is trusted; empty: whom the system trusts."), connection.fingerprint);
    m_fields["fingerprint"].whole->setVisible(!connection.fingerprint.isEmpty());
    layout->addStretch();
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *save = buttons->addButton(isNew ? tr("Connect") : tr("Save"), QDialogButtonBox::AcceptRole);
    save->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &ConnectionDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ConnectionDialog::reject);
    layout->addWidget(buttons);
    showKind();
}

void ConnectionDialog::addKind()
{
    auto *whole = new QWidget(this);
    auto *rows = new QVBoxLayout(whole);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(4);
    m_kind = new QComboBox(whole);
    m_kind->addItem(tr("Directly"), int(ConnectionKind::Direct));
    m_kind->addItem(tr("Through SSH"), int(ConnectionKind::Ssh));
    m_kind->setCurrentIndex(m_kind->findData(int(m_connection.kind)));
    auto *label = new QLabel(tr("How it is reached"), whole);
    label->setBuddy(m_kind);
    m_kind->setAccessibleName(label->text());
    rows->addWidget(label);
    rows->addWidget(m_kind);
    m_rows->addWidget(whole);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ConnectionDialog::showKind);
}

ConnectionDialog::Row ConnectionDialog::addRow(
    const char *field, const QString &label, const QString &help, const QString &text)
{
    Row row{new QWidget(this), new QLineEdit(this), plainLabel({}, this, "error")};
    auto *rows = new QVBoxLayout(row.whole);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(4);
    auto *caption = new QLabel(label, row.whole);
    caption->setBuddy(row.edit);
    row.edit->setAccessibleName(label);
    row.edit->setAccessibleDescription(help);
    row.edit->setText(text);
    row.edit->setMaxLength(4096);
    rows->addWidget(caption);
    rows->addWidget(row.edit);
    QLabel *helpLabel = plainLabel(help, row.whole, "faint");
    helpLabel->setObjectName(QStringLiteral("help"));
    helpLabel->setVisible(!help.isEmpty());
    rows->addWidget(helpLabel);
    rows->addWidget(row.fault);
    row.fault->hide();
    m_rows->addWidget(row.whole);
    m_fields.insert(QString::fromLatin1(field), row);
    connect(row.edit, &QLineEdit::textChanged, this, [row] { row.fault->hide(); });
    return row;
}

void ConnectionDialog::showKind()
{
    const bool isSsh = m_kind->currentData().toInt() == int(ConnectionKind::Ssh);
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it)
        if (isOfSsh(it.key()))
            it.value().whole->setVisible(isSsh);
    QLineEdit *url = m_fields["url"].edit;
    url->setPlaceholderText(
        isSsh ? QStringLiteral("http://127.0.0.1:8010") : QStringLiteral("https://worker.example:8010"));
    auto *help = m_fields["url"].whole->findChild<QLabel *>(QStringLiteral("help"));
    help->setText(
        isSsh ? tr("As the host at the far end reaches it.") : tr("Of the worker, as your browser would open it."));
    help->show();
    adjustSize();
}

Connection ConnectionDialog::typed() const
{
    Connection connection = m_before;
    const auto text = [&](const char *field) { return m_fields.value(QString::fromLatin1(field)).edit->text(); };
    connection.name = text("name");
    connection.kind = ConnectionKind(m_kind->currentData().toInt());
    connection.url = text("url");
    if (connection.kind == ConnectionKind::Ssh && connection.url.trimmed().isEmpty())
        connection.url = QStringLiteral("http://127.0.0.1:8010");
    connection.fingerprint = text("fingerprint");
    connection.ssh.host = text("ssh.host");
    connection.ssh.user = text("ssh.user");
    connection.ssh.identityFile = text("ssh.identity_file");
    bool isNumber = true;
    const QString port = text("ssh.port").trimmed();
    connection.ssh.port = port.isEmpty() ? 0 : port.toInt(&isNumber);
    if (!isNumber || (!port.isEmpty() && connection.ssh.port == 0))
        connection.ssh.port = -1; // which is no port
    return connection;
}

std::optional<QString> ConnectionDialog::token() const
{
    const QString text = m_fields["token"].edit->text().trimmed();
    if (text.isEmpty() && !m_before.id.isEmpty())
        return std::nullopt;
    return text;
}

void ConnectionDialog::showFault(const QString &field, const QString &words)
{
    const Row row = m_fields.value(m_fields.contains(field) ? field : QStringLiteral("url"));
    row.fault->setText(shownText(words));
    row.fault->show();
    row.edit->setAccessibleDescription(words);
    row.edit->setFocus();
    row.edit->selectAll();
}

/// A token must not go to another place than the one that it was given for.
bool ConnectionDialog::isAnotherPlace() const
{
    return !m_before.id.isEmpty()
        && (m_connection.url != m_before.url || m_connection.kind != m_before.kind
            || m_connection.ssh.host != m_before.ssh.host);
}

void ConnectionDialog::accept()
{
    for (const Row &row : std::as_const(m_fields))
        row.fault->hide();
    const Result<Connection> checked = checkedConnection(typed());
    if (!checked)
        return showFault(checked.error().details.value(QStringLiteral("field")).toString(), checked.error().message);
    m_connection = *checked;
    const QString token = m_fields["token"].edit->text().trimmed();
    for (const QChar sign : token)
        if (sign.unicode() <= 0x20 || sign.unicode() > 0x7e)
            return showFault(QStringLiteral("token"),
                tr("A token has no blanks and no other than ASCII characters. Copy it again."));
    if (isAnotherPlace()) {
        if (token.isEmpty())
            return showFault(QStringLiteral("token"),
                tr("The kept token was given for %1. Give one for the new address.").arg(m_before.url));
        if (m_connection.fingerprint == m_before.fingerprint)
            m_connection.fingerprint.clear(); // the trust was in another worker
    }
    QDialog::accept();
}

} // namespace mergeloom
