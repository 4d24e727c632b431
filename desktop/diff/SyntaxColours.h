#pragma once

#include "desktop/diff/SyntaxClass.h"
#include "shared/diff/Text.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <array>
#include <memory>

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
        QList<qsizetype> starts; ///< where each line begins in `classes`; one more than there are lines
        qint64 lastWanted = 0;
        bool isWhole = false;
    };

    void work();
    bool begin(const Wanted &wanted);
    bool colourMore(Coloured &coloured);
    void dropOldest();

    QList<Wanted> m_wanted;
    QHash<const Text *, Coloured> m_coloured;
    qint64 m_turn = 0;

    std::unique_ptr<QsciScintilla> m_scintilla; ///< never shown; holds the text that is coloured now
    std::shared_ptr<const Text> m_current;
    std::array<SyntaxClass, 256> m_classes{};
    QTimer m_timer;
};

} // namespace mergeloom
