#pragma once

#include "shared/api/StatusTypes.h"

#include <QFrame>

class QVBoxLayout;

namespace mergeloom {

/// The way from a new worker to its first branch: provider, repository, ticket.
class FirstSteps : public QFrame
{
    Q_OBJECT

public:
    explicit FirstSteps(QWidget *parent = nullptr);
    /// Made anew only when a step is done, or undone.
    void setSteps(const api::Dashboard &dashboard);

Q_SIGNALS:
    void placeWanted(const QString &page, const QString &argument);

private:
    struct Step {
        QString title;
        QString text;
        QString verb;
        QString page;
        QString argument;
    };
    enum class Is { Done, Next, Later };
    void addStep(int number, const Step &step, Is is);

    QVBoxLayout *m_lines;
    QList<bool> m_shown; ///< which steps are done, and in which colours they are drawn
};

} // namespace mergeloom
