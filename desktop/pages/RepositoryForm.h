#pragma once

#include "desktop/pages/Asking.h"
#include "desktop/pages/FormParts.h"
#include "desktop/pages/PageParts.h"
#include "desktop/pages/RepositoryDraft.h"

namespace mergeloom {

/// Adds, changes and removes a repository. What the environment of the worker fixes is shown locked; secrets are written, never shown.
class RepositoryForm : public QWidget
{
    Q_OBJECT

public:
    /// Without a view: a new one.
    RepositoryForm(Worker &worker, const std::optional<api::RepositoryView> &view, QWidget *parent = nullptr);

    /// What somebody has changed here and not saved.
    bool isDirty() const { return m_isDirty; }
    /// None before the worker has told what they depend on.
    QList<FormField *> fields() const { return m_fields; }
    /// What came of asking the remote.
    static void tellTest(NoticeLine &line, const api::RepositoryTestResult &result);

Q_SIGNALS:
    void saved(const QString &alias);
    /// It was saved, and the form stays.
    void kept(const QString &alias);
    void removed(const QString &alias);
    void left();

private:
    enum class Then { Leave, Test };
    struct Section {
        QFrame *frame;
        QWidget *inside;
        QPushButton *turn; ///< null: it is always shown
    };
    void makeWhenKnown();
    void makeSection(const RepositorySection &section);
    FormField *makeField(const RepositoryField &field, QWidget *parent);
    void typed(const QString &field, const QString &value);
    void suggestAlias(const QString &address);
    void showAsked();
    void showRole();
    enum class Turned { Open, Closed };
    void turn(const Section &section, Turned turned);
    void bringIntoView(QWidget *part);
    void save(Then then);
    void takeSaved(const api::RepositoryView &saved, Then then);
    void takeError(const Error &error, Then then);
    /// Marks the fields, and says in one place which they are.
    void showErrors(const QMap<QString, QString> &errors);
    void askTheirs(Then then);
    void showConflict(const api::RepositoryView &theirs, Then then);
    void test();
    void remove();

    Worker &m_worker;
    std::optional<api::RepositoryView> m_view;
    RepositoryDraft m_draft;
    Asking<api::ProviderList> m_providers;
    Asking<api::GuardRuleList> m_rules;
    Asking<api::Health> m_health;
    QList<RepositorySection> m_sections; ///< empty: not made yet
    QList<Section> m_frames;
    QList<FormField *> m_fields;
    QVBoxLayout *m_lines;
    NoticeLine *m_notice;
    NoticeLine *m_result;
    ConflictBox *m_conflict;
    FormActions *m_actions;
    bool m_isDirty = false;
    bool m_isBusy = false;
    bool m_isAliasOwn;
};

} // namespace mergeloom
