#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace mergeloom {

/// One field of a form: its name above, help below, and beside that what is wrong with it.
class FormField : public QWidget
{
    Q_OBJECT

public:
    /// Takes `input` over.
    FormField(const QString &name, const QString &label, const QString &help, QWidget *input, QWidget *parent);

    const QString &name() const { return m_name; }
    QWidget *input() const { return m_input; }
    /// Empty: nothing is.
    void setError(const QString &text);
    QString error() const;
    void setHelp(const QString &help);

private:
    QString m_name;
    QWidget *m_input;
    QLabel *m_help;
    QLabel *m_error;
};

/// Marks the field that an error of the API is about (`details.field`, also inside of others: `options.model`). Whether there is one.
bool markField(const QList<FormField *> &fields, const QString &field, const QString &message);
void clearMarks(const QList<FormField *> &fields);

} // namespace mergeloom
