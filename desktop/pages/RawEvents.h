#pragma once

#include "desktop/pages/PageParts.h"
#include "desktop/workers/Worker.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace mergeloom {

class RecordTable;

/// The events of a run as they were recorded, page by page, with a filter on type and text; one of them as JSON.
class RawEvents : public QWidget
{
    Q_OBJECT

public:
    explicit RawEvents(Worker &worker, QWidget *parent = nullptr);

    void setView(const RunView &view);
    /// The place in the run of the chosen event; 0: none.
    qint64 chosen() const;
    /// Shows it among those around it.
    void goTo(qint64 seq);

Q_SIGNALS:
    void eventChosen();
    /// A proof of the event with this place in the whole stream.
    void proofWanted(qint64 id);

private:
    void makeFilter(QVBoxLayout *lines);
    void makeOne(QWidget *side);
    void begin(qint64 after);
    void readMore();
    void readBefore();
    void read(qint64 after, int limit, std::function<void(const QList<api::EventView> &)> taken);
    void showList();
    void showCount();
    void showOne();
    const api::EventView *current() const;
    QString type() const;

    Worker &m_worker;
    RunId m_run;
    qint64 m_lastSeq = 0;
    QList<api::EventView> m_entries; ///< in order, without a gap but for the type
    qint64 m_after = 0;              ///< before the first of them
    qint64 m_wanted = 0;             ///< is chosen when it is there
    int m_number = 0;                ///< of the reading: an answer to an earlier one is not wanted
    bool m_isAtEnd = false;
    bool m_isReading = false;
    QComboBox *m_type;
    QLineEdit *m_filter;
    QLineEdit *m_seq;
    QLabel *m_count;
    QPushButton *m_before;
    NoticeLine *m_notice;
    RecordTable *m_table;
    QLabel *m_name;
    QPushButton *m_copy;
    QPushButton *m_prove;
    QPlainTextEdit *m_json;
};

} // namespace mergeloom
