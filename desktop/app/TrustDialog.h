#pragma once

#include <QDialog>

namespace mergeloom {

class Worker;

/// Shows the certificate that was refused, says what trusting it means, and asks. Accepted: it is to be trusted.
class TrustDialog : public QDialog
{
    Q_OBJECT

public:
    explicit TrustDialog(const Worker &worker, QWidget *parent = nullptr);
    QString fingerprint() const { return m_fingerprint; }

private:
    QString m_fingerprint;
};

} // namespace mergeloom
