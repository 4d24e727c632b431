#pragma once

#include "desktop/pages/FormParts.h"
#include "desktop/pages/PageParts.h"
#include "desktop/pages/ProviderDraft.h"
#include "desktop/workers/Worker.h"

class QCheckBox;

namespace mergeloom {

class SelfTestReport;
class SignInPanel;

/// The form that the worker describes: fields, kinds, help, and what the environment fixes. Secrets are written, never shown.
class ProviderForm : public QWidget
{
    Q_OBJECT

public:
    /// Without a view: a new one, to be called `id`.
    ProviderForm(Worker &worker, const ProviderKind &kind, const std::optional<api::ProviderView> &view,
        const ProviderProfileId &id, bool isProvisioned, QWidget *parent = nullptr);

    /// What somebody has changed here and not saved.
    bool isDirty() const { return m_isDirty; }
    QList<FormField *> fields() const { return m_fields; }

Q_SIGNALS:
    void saved(const QString &name);
    void left();
    void addressWanted(const QString &address);

private:
    void makeFields(QVBoxLayout *lines);
    QWidget *makeInput(const ProviderField &field);
    void typed(const QString &field, const QString &value);
    void showAsked();
    void showRole();
    enum class Then { Leave, Test };
    void save(Then then);
    void takeSaved(const api::ProviderView &saved, Then then);
    void takeError(const Error &error, Then then);
    void askTheirs(Then then);
    void showConflict(const api::ProviderView &theirs, Then then);
    void remove();

    Worker &m_worker;
    ProviderProfileId m_id;
    std::optional<api::ProviderView> m_view;
    ProviderDraft m_draft;
    bool m_isProvisioned;
    bool m_isDirty = false;
    bool m_isBusy = false;
    bool m_isSetting = false;
    QList<FormField *> m_fields;
    NoticeLine *m_notice;
    ConflictBox *m_conflict;
    SelfTestReport *m_test;
    FormActions *m_actions;
};

} // namespace mergeloom
