#pragma once

#include "desktop/pages/Asking.h"
#include "desktop/pages/Page.h"
#include "desktop/pages/PageParts.h"

class QHBoxLayout;
class QLabel;
class QTimer;
class QVBoxLayout;

namespace mergeloom {

/// What all pages have: a head with a title, a sentence and actions; a line for what went wrong; a body that
/// stays while the worker cannot be reached (the window says so, for all pages); and what the reader may do.
class WorkerPage : public Page
{
    Q_OBJECT

public:
    explicit WorkerPage(Worker &worker, QWidget *parent = nullptr);

    QString title() const override { return m_titleText; }
    Timestamp readAt() const override { return m_readAt; }
    NoticeLine &notice() { return *m_notice; }
    /// What only operators, or admins, may do says so to others.
    void allowOperating(QWidget *control) const { allow(control, mayOperate(), whyNotOperate()); }
    void allowConfiguring(QWidget *control) const { allow(control, mayConfigure(), whyNotConfigure()); }

    /// Sends it; what goes wrong is shown, with a button to try again. Nothing is changed by an error.
    template <class T>
    void act(const ApiCall<T> &call, std::function<void(const T &)> done)
    {
        if (worker().state() != Worker::State::Online)
            return m_notice->showError(awayError(), [this, call, done] { act(call, done); });
        m_notice->clear();
        worker().client()->template send<T>(call, this, [this, call, done](const Result<T> &answer) {
            if (answer)
                done(*answer);
            else
                m_notice->showError(answer.error(), [this, call, done] { act(call, done); });
        });
    }

protected:
    void setHead(const QString &title, const QString &sentence = {});
    QLabel *sentence() const { return m_sentence; }
    QHBoxLayout *actions() const { return m_actions; }
    QVBoxLayout *body() const { return m_bodyLayout; }
    QWidget *bodyWidget() const { return m_body; }
    /// A body that scrolls, with a column of at most `width` pixels; 0: as wide as there is room.
    QVBoxLayout *makeColumn(int width = 0);
    /// When what is shown was read.
    void setReadAt(const Timestamp &at);

    bool mayOperate() const { return worker().identity().role != Role::Viewer; }
    bool mayConfigure() const { return worker().identity().role == Role::Admin; }
    QString whyNotOperate() const;
    QString whyNotConfigure() const;
    void go(const QString &page, const QString &argument = {});
    /// A web address, once its target was shown and agreed to.
    void openAddress(const QString &address);

    Error awayError() const;

    /// The worker can be reached, or cannot any more; the role may be another one.
    virtual void workerChanged() {}

private:
    void showState();

    QString m_titleText;
    QLabel *m_title;
    QLabel *m_sentence;
    QHBoxLayout *m_actions;
    NoticeLine *m_notice;
    QWidget *m_body;
    QVBoxLayout *m_bodyLayout;
    Timestamp m_readAt;
    bool m_isAway = false;
};

} // namespace mergeloom
