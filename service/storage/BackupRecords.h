#pragma once

#include <QByteArrayView>

/// The words of a backup file; its form is told in Backup.h.
namespace mergeloom::backup {

inline constexpr QByteArrayView firstLine("MergeLoom backup 1\n");
inline constexpr char heading = 'H';
inline constexpr char rows = 'R';
inline constexpr char ending = 'E';

/// Longer than any row that the databases take.
inline constexpr quint32 longestRecord = 1u << 30;
inline constexpr quint32 longestHeading = 1u << 20;

} // namespace mergeloom::backup
