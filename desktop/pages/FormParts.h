#pragma once

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace mergeloom {

class NoticeLine;

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

/// Somebody else has saved meanwhile: what they wrote, beside what stands in the form. Nothing of either is lost.
class ConflictBox : public QFrame
{
    Q_OBJECT

public:
    struct Difference {
        QString label;
        QString theirs;
        QString ours;
    };

    explicit ConflictBox(QWidget *parent);

    /// `saveOurs`: over what they wrote.
    void tell(const QString &title, const QList<Difference> &differences, std::function<void()> saveOurs);

Q_SIGNALS:
    /// What they wrote stays, and what stands in the form goes.
    void theirsTaken();

private:
    QVBoxLayout *m_lines;
};

/// The buttons under a form.
class FormActions : public QWidget
{
    Q_OBJECT

public:
    explicit FormActions(QWidget *parent);

    /// All but going back; else `why` not.
    void setAllowed(bool may, const QString &why);
    /// Whether there is anything to remove yet.
    void setRemovable(bool is);

Q_SIGNALS:
    void saveWanted();
    void saveAndTestWanted();
    void backWanted();
    void removalWanted();

private:
    QPushButton *m_save;
    QPushButton *m_saveAndTest;
    QPushButton *m_remove;
};

/// Whether a form may go: asked when there is in it what was not saved.
bool mayLeave(QWidget *form, bool isDirty);
/// Somebody went elsewhere on a page whose form has what was not saved.
void tellFormStays(NoticeLine &line);

/// Marks the field that an error of the API is about (`details.field`, also inside of others: `options.model`). Whether there is one.
bool markField(const QList<FormField *> &fields, const QString &field, const QString &message);
void clearMarks(const QList<FormField *> &fields);

} // namespace mergeloom
