#pragma once

#include "desktop/diff/SyntaxClass.h"
#include "shared/diff/Text.h"

#include <QObject>
#include <QTimer>

#include <array>
#include <memory>
#include <unordered_map>

class QsciScintilla;

namespace mergeloom {

/// Colours texts with QScintilla's lexers, a few milliseconds at a time between two frames, from their beginning: what
/// comes later in a text depends on what came before. Lives on the GUI thread.
class SyntaxColours : public QObject
{
    Q_OBJECT
public:
    explicit SyntaxColours(QObject *parent = nullptr);
    ~SyntaxColours() override;

    struct Wanted {
        std::shared_ptr<const Text> text;
        QString path;
        qsizetype until; ///< the line that is seen; what is under it comes after what others see
    };
    /// What is seen now. Texts that were coloured before stay so while there is room.
    void want(const QList<Wanted> &wanted);

    /// One SyntaxClass for each UTF-16 place of the line as it is shown; empty: not known, or not yet.
    QByteArrayView line(const std::shared_ptr<const Text> &text, qsizetype line) const;

Q_SIGNALS:
    void coloured();

private:
    struct Coloured {
        std::shared_ptr<const Text> text;
        QByteArray classes;
        QList<qsizetype> starts{0}; ///< where each line begins in `classes`; one more than there are lines
        qint64 lastWanted = 0;
        std::unique_ptr<QsciScintilla>
            scintilla; ///< never shown; holds what was coloured so far. Null: no more is to come
        std::array<SyntaxClass, 256> meanings{}; ///< of its styles
    };

    void work();
    Coloured *next();
    void begin(const Wanted &wanted);
    void colourMore(Coloured &coloured);
    void dropOldest();

    QList<Wanted> m_wanted;
    std::unordered_map<const Text *, Coloured> m_coloured;
    qint64 m_turn = 0;
    QTimer m_timer;
};

} // namespace mergeloom
