#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>

/// The variables that this process was started with. Their first copy lies where `/proc/PID/environ` shows it, and every
/// child inherits it: what is secret in them is taken out of there.
namespace mergeloom::environment {

/// Keeps the variables that `isSecret` names in memory of our own, overwrites their values where they came, unsets them, and
/// hides them from the log. Once, by main, before threads start.
void takeSecrets(bool (*isSecret)(const QString &name));

/// The value of a variable, taken or not; empty when it is not set.
QString text(const QString &name);
/// All variables, with those that were taken.
QProcessEnvironment all();

} // namespace mergeloom::environment
