#pragma once

#include "desktop/pages/WorkerPage.h"

namespace mergeloom {

class RecordTable;
class RepositoryForm;

/// Where tickets may lead: the list, what a run does in each, and whether it can be reached. `argument`: `add`, `edit=` and the alias of
/// one, or the alias of one in the list.
class RepositoriesPage : public WorkerPage
{
    Q_OBJECT

public:
    explicit RepositoriesPage(Worker &worker, QWidget *parent = nullptr);

    void open(const QString &argument) override;
    void reload() override { m_list.reload(); }
    /// Null: the list is shown.
    RepositoryForm *form() const { return m_form; }

protected:
    void workerChanged() override;

private:
    void makeList();
    void turnTo(const QString &argument);
    void showPart();
    void showForm();
    void showList();
    void chosen();
    void test();
    void turn();
    const api::RepositoryView *current() const;

    Asking<api::Page<api::RepositoryView>> m_list;
    QString m_argument;
    QPushButton *m_add;
    QWidget *m_listPart;
    QVBoxLayout *m_formPart;
    QWidget *m_formScroll;
    RepositoryForm *m_form = nullptr;
    QString m_formOf; ///< argument that the form was made for
    RecordTable *m_table;
    QFrame *m_detail;
    QLabel *m_name;
    QLabel *m_text;
    QPushButton *m_change;
    QPushButton *m_test;
    QPushButton *m_turn;
    QPushButton *m_compare;
    NoticeLine *m_result;
    QString m_tested; ///< alias of the one that the result is of
};

} // namespace mergeloom
