#pragma once

#include "desktop/pages/Asking.h"
#include "desktop/pages/PageParts.h"

class QProgressBar;

namespace mergeloom {

/// How the audit log stands: up to where it is signed and verified, and who else holds its checkpoints.
class AuditLogPanel : public QFrame
{
    Q_OBJECT

public:
    explicit AuditLogPanel(Worker &worker, QWidget *parent = nullptr);

    void ask();
    /// In one sentence.
    static QString standing(const api::AuditLogView &log);
    QString text() const;
    const std::optional<api::AuditLogView> &log() const { return m_log.value(); }

Q_SIGNALS:
    void changed();

private:
    void showLog();
    void verify();

    Worker &m_worker;
    Asking<api::AuditLogView> m_log;
    QLabel *m_sign;
    ElidedLabel *m_standing;
    QPushButton *m_more;
    QPushButton *m_verify;
    QProgressBar *m_progress;
    QLabel *m_progressText;
    NoticeLine *m_notice;
    QLabel *m_details;
    bool m_isVerifying = false;
};

} // namespace mergeloom
