#pragma once

#include <cstdint>

namespace mergeloom::launcher {

/// The stream socket between the worker and the launcher is this descriptor of the launcher. The worker sends one
/// order: its size (32 bits, as the host has them), then texts, each ended by a zero byte: directory, the variables of
/// the environment, an empty text, program, arguments. After that a byte `askToEnd` passes TERM to all that runs inside; the end of the stream kills it, at any
/// time. The launcher answers with orderTaken before it starts the program, and with one Report when nothing of the command is left, and ends.
constexpr int channelDescriptor = 3;
constexpr std::uint32_t longestOrder = 4 << 20;
constexpr char askToEnd = 'T';
constexpr char orderTaken = 'O';
constexpr char listenerComes = 'L'; ///< the launcher's first word, where there is a proxy: see ProxyListener.h

enum class ReportKind : std::int32_t {
    Exited,      ///< value: exit code
    Signalled,   ///< value: signal
    NoDirectory, ///< value: errno, as in all that follow: the command was not started
    NoProgram,
    NoConfinement,
};

struct Report {
    ReportKind kind = ReportKind::NoConfinement;
    std::int32_t value = 0;
};

} // namespace mergeloom::launcher
