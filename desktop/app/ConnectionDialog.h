#pragma once

#include "desktop/workers/Connection.h"

#include <QDialog>

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace mergeloom {

/// Makes or changes one connection. Nothing is lost when something is wrong: each fault stands under its field.
class ConnectionDialog : public QDialog
{
    Q_OBJECT

public:
    /// A connection without an id is a new one.
    explicit ConnectionDialog(const Connection &connection, QWidget *parent = nullptr);

    /// After it was accepted: checked.
    const Connection &connection() const { return m_connection; }
    /// None: the one that is known stays.
    std::optional<QString> token() const;

private:
    struct Row {
        QWidget *whole;
        QLineEdit *edit;
        QLabel *fault;
    };
    Row addRow(const char *field, const QString &label, const QString &help, const QString &text);
    void addKind();
    void showKind();
    void showFault(const QString &field, const QString &words);
    Connection typed() const;
    bool isAnotherPlace() const;
    void accept() override;

    Connection m_connection;
    Connection m_before;
    QVBoxLayout *m_rows;
    QComboBox *m_kind;
    QMap<QString, Row> m_fields; ///< by the names that checkedConnection() uses
};

} // namespace mergeloom
