#pragma once

#include <QByteArray>
#include <QString>

namespace mergeloom {

/// What a login shows a person, taken from its output. That is anybody's: controls are left out, and only https is a link.
struct SignInWords {
    QString url;  ///< the first https address; empty: none yet
    QString code; ///< a one-time code that stands alone on a line; empty: none yet
    QString text; ///< the last of it, at most 2000 characters
    bool isCodeAsked = false;

    /// `codePrompt` as AgentSignIn has it; what is said behind the prompt gets a line of its own.
    static SignInWords of(const QByteArray &output, const QString &codePrompt);
};

} // namespace mergeloom
