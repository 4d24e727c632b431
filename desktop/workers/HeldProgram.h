#pragma once

#include <QProcess>

namespace mergeloom {

/// The argument with which the app holds a program instead of showing windows: `mergeloom-desktop hold PROGRAM ARGUMENT…`.
inline const QString holdCommand = QStringLiteral("hold");
/// Exit code of what is held when it could not be started, as of a shell; why not has been printed.
inline constexpr int cannotBeStarted = 127;

/// Starts a program that ends with the app, however that ends. In between stands the app once more, with hold(): the end of its
/// standard input comes also when the app is killed.
void startHeld(QProcess &process, const QString &program, const QStringList &arguments);
/// Ends it at once, and waits until it has.
void endHeld(QProcess &process);

/// Runs a program (and its arguments) with the output of this one until it ends or standard input does; its exit code.
int hold(const QStringList &command);

} // namespace mergeloom
