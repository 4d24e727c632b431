#pragma once

#include "desktop/pages/PagedList.h"
#include "desktop/pages/TicketForm.h"
#include "desktop/pages/WorkerPage.h"

class QStackedWidget;

namespace mergeloom {

class RecordTable;

/// Work that was asked for, and where it stands. `argument`: `new` to write one, else text to search for.
class TicketsPage : public WorkerPage
{
    Q_OBJECT

public:
    explicit TicketsPage(Worker &worker, QWidget *parent = nullptr);

    void open(const QString &argument) override;
    void reload() override { m_tickets.reload(); }
    TicketForm *form() const { return m_form; }

protected:
    void workerChanged() override;

private:
    void makeList();
    void ask();
    void showTickets();
    void showPart(QWidget *part);
    void chosen();
    const api::TicketView *current() const;
    void openTicket(const QString &id);
    void cancel();
    void retry();

    PagedList<api::Page<api::TicketView>> m_tickets;
    QStackedWidget *m_stack;
    QWidget *m_list;
    QLineEdit *m_search;
    RecordTable *m_table;
    TicketForm *m_form;
    QPushButton *m_write;
    QPushButton *m_open;
    QPushButton *m_cancel;
    QPushButton *m_retry;
    QLabel *m_refusal;
    QTimer m_rest;
};

} // namespace mergeloom
