#pragma once

#include "desktop/pages/Asking.h"
#include "desktop/pages/RunFilter.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace mergeloom {

/// The filters of a list of runs: those that are used daily in one line, all others below it when asked for.
class RunFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit RunFilterBar(Worker &worker, QWidget *parent = nullptr);

    RunFilter filter() const;
    void setFilter(const RunFilter &filter);
    void reloadChoices() { m_choices.reload(); }
    void focusText();

Q_SIGNALS:
    void filterChanged();

private:
    QComboBox *makeChoice(const QString &name, const QString &all, const QList<std::pair<QString, QString>> &values);
    QLineEdit *makeText(const QString &name, const QString &placeholder);
    void fill(QComboBox *box, const QStringList &values);
    void takeChoices();
    void typed();

    Asking<api::RunChoices> m_choices;
    QLineEdit *m_text;
    QComboBox *m_state;
    QComboBox *m_repository;
    QComboBox *m_provider;
    QPushButton *m_furtherButton;
    QPushButton *m_clear;
    QWidget *m_further;
    QComboBox *m_reason;
    QComboBox *m_requester;
    QComboBox *m_model;
    QComboBox *m_pushed;
    QLineEdit *m_ticket;
    QLineEdit *m_branch;
    QLineEdit *m_since;
    QLineEdit *m_until;
    QLineEdit *m_minimumUsd;
    QLineEdit *m_minimumTokens;
    QTimer m_rest;
    bool m_isSetting = false;
};

} // namespace mergeloom
