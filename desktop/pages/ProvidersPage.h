#pragma once

#include "desktop/pages/WorkerPage.h"

class QStackedWidget;

namespace mergeloom {

class ProviderForm;

/// The AI back ends that do the work. `argument`: `add`, `add=` and a kind, or `edit=` and the id of one.
class ProvidersPage : public WorkerPage
{
    Q_OBJECT

public:
    explicit ProvidersPage(Worker &worker, QWidget *parent = nullptr);

    void open(const QString &argument) override;
    void reload() override { m_list.reload(); }
    ProviderForm *form() const { return m_form; }

protected:
    void workerChanged() override;

private:
    void showList();
    void showPart();
    void showCards(const api::ProviderList &list);
    void showKinds(const api::ProviderList &list);
    void showForm(const ProviderKind &kind, const std::optional<api::ProviderView> &view);
    QWidget *makeCardOf(const api::ProviderView &provider, const api::ProviderList &list);
    void turnTo(const QString &argument);
    static QString keyWords(const api::ProviderView &provider, const ProviderKind *kind);

    Asking<api::ProviderList> m_list;
    QVBoxLayout *m_column;
    QPushButton *m_add;
    ProviderForm *m_form = nullptr;
    QString m_argument;
    QString m_shownArgument; ///< what the form that is there was made for
    QTimer m_again;
    bool m_hasTest = false; ///< a self-test is in sight: cards are left as they are
};

} // namespace mergeloom
