#pragma once

#include "desktop/pages/WorkerPage.h"

namespace mergeloom {

class RecordTable;

/// Where tickets may lead: the list, what a run does in each, and whether it can be reached.
class RepositoriesPage : public WorkerPage
{
    Q_OBJECT

public:
    explicit RepositoriesPage(Worker &worker, QWidget *parent = nullptr);

    void open(const QString &argument) override;
    void reload() override { m_list.reload(); }

protected:
    void workerChanged() override;

private:
    void showList();
    void chosen();
    void test();
    void turn();
    const api::RepositoryView *current() const;

    Asking<api::Page<api::RepositoryView>> m_list;
    RecordTable *m_table;
    QFrame *m_detail;
    QLabel *m_name;
    QLabel *m_text;
    QPushButton *m_test;
    QPushButton *m_turn;
    NoticeLine *m_result;
    QString m_tested; ///< alias of the one that the result is of
};

} // namespace mergeloom
