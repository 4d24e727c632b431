#pragma once

#include "desktop/pages/Asking.h"
#include "desktop/pages/Drafts.h"
#include "desktop/pages/FormParts.h"
#include "desktop/pages/PageParts.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace mergeloom {

class MarkdownPreview;

/// Writes a ticket, with a preview beside it. What is written is kept until it is queued.
class TicketForm : public QWidget
{
    Q_OBJECT

public:
    TicketForm(Worker &worker, Drafts drafts, QWidget *parent = nullptr);

    /// It is gone to: the repositories are read, and the draft is there.
    void begin();
    void setMayWrite(bool may, const QString &whyNot);

Q_SIGNALS:
    void queued(const api::TicketView &ticket);
    void left();
    void placeWanted(const QString &page);

private:
    void makeFields(QVBoxLayout *lines);
    void makeFurther(QVBoxLayout *lines);
    FormField *addField(
        QVBoxLayout *lines, const QString &name, const QString &label, const QString &help, QWidget *input);
    void takeRepositories();
    void showPreview();
    void restore();
    QJsonObject draft() const;
    void save();
    void showError(const Error &error);
    QString draftName() const { return QStringLiteral("ticket ") + m_worker.id(); }

    Worker &m_worker;
    Drafts m_drafts;
    Asking<api::Page<api::RepositoryView>> m_repositories;
    QList<FormField *> m_fields;
    QLineEdit *m_title;
    QComboBox *m_repository;
    QPlainTextEdit *m_body;
    MarkdownPreview *m_preview;
    QLineEdit *m_key;
    QLineEdit *m_labels;
    QSpinBox *m_priority;
    QPushButton *m_queue;
    NoticeLine *m_notice;
    NoticeLine *m_noRepository;
    QTimer m_rest;
    QByteArray m_repeatKey; ///< of what is written now: sent again, it is one ticket
    bool m_isSetting = false;
    bool m_mayWrite = true;
    QString m_whyNot;
};

} // namespace mergeloom
