#pragma once

#include "desktop/pages/Asking.h"
#include "desktop/pages/CompareRange.h"
#include "desktop/pages/PageParts.h"

class QComboBox;

namespace mergeloom {

class RefBox;

/// Chooses what is compared: the repository, two of its branches, tags or commits, and how.
class CompareBar : public QWidget
{
    Q_OBJECT

public:
    explicit CompareBar(Worker &worker, QWidget *parent = nullptr);

    /// As it is in the fields.
    CompareRange range() const;
    void setRange(const CompareRange &range);
    void reload();
    /// In the field that is mostly written in. No focus proxy: Tab would jump over what stands before it.
    void takeFocus();
    /// There is a repository to choose; true as long as it is not known.
    bool hasRepositories() const;

Q_SIGNALS:
    void compareWanted();
    /// The repositories of the worker were read.
    void repositoriesRead();

private:
    void makeFields();
    void takeRepositories();
    void takeRefs();
    void takeFound();
    void chooseRepository();
    void look(RefBox *box, const QString &text);
    void swap();
    void showKind();

    Asking<api::Page<api::RepositoryView>> m_repositories;
    Asking<api::RefsView> m_refs;
    Asking<api::RefsView> m_found; ///< of what is typed, where there are more than one answer has
    QString m_of;                  ///< the repository that m_refs is of
    RefBox *m_searched = nullptr;
    QComboBox *m_repository;
    RefBox *m_base;
    QComboBox *m_kind;
    RefBox *m_head;
    QPushButton *m_swap;
    QPushButton *m_compare;
    QLabel *m_fetched;
    NoticeLine *m_notice;
};

} // namespace mergeloom
