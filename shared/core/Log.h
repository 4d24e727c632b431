#pragma once

#include "shared/core/Redactor.h"

#include <QString>

#include <initializer_list>
#include <utility>

/// The log of a process: one line an entry on standard error, as `key=value` or JSON. Secrets are taken out of each entry.
namespace mergeloom::log {

enum class Format { KeyValue, Json };
enum class Level { Debug, Info, Warning, Error };

using Fields = std::initializer_list<std::pair<const char *, QString>>;

/// Set once by main before threads start; the default is KeyValue from Info up. Qt's own messages go the same way.
void configure(Format format, Level lowest);

/// From now on entries lose `secret` too, for good; `name` stands in its place. What cannot be hidden (see
/// Redactor::canBeHidden()) is not. From any thread.
void hide(const QByteArray &secret, const QString &name);
/// Entries lose the secrets that `redactor` knows as well, up to the next call. From any thread.
void redactBy(const Redactor &redactor);
/// Knows all that was hidden up to now.
Redactor hidden();
/// What an entry would say in place of `text`; for what is printed elsewhere.
QString withoutSecrets(const QString &text);

void write(Level level, const QString &message, Fields fields);
inline void debug(const QString &message, Fields fields = {}) { write(Level::Debug, message, fields); }
inline void info(const QString &message, Fields fields = {}) { write(Level::Info, message, fields); }
inline void warning(const QString &message, Fields fields = {}) { write(Level::Warning, message, fields); }
inline void error(const QString &message, Fields fields = {}) { write(Level::Error, message, fields); }

} // namespace mergeloom::log
