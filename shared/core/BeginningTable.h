#pragma once

#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace mergeloom {

/// Which texts of four bytes something can begin with, made to be asked at every byte of a text: a bit filter that fits into
/// a processor's nearest cache, and behind it a table. Inline, since this is the loop that decides the speed of redaction.
class BeginningTable
{
public:
    BeginningTable() { grow(); }

    static std::uint32_t fourBytes(const char *at)
    {
        std::uint32_t value;
        std::memcpy(&value, at, sizeof value);
        return value;
    }

    /// Adds `ways` (not 0) to those that are known for `four`. True if it was unknown.
    bool add(std::uint32_t four, std::uint8_t ways)
    {
        Slot &slot = m_slots[slotOf(four)];
        const bool isNew = slot.ways == 0;
        slot = {four, std::uint8_t(slot.ways | ways)};
        if (!isNew)
            return false;
        setBits(four);
        if (++m_count * bitsEach > m_filter.size() * 64)
            grow();
        return true;
    }

    /// False for what is surely not known; true for what is, and by chance for one in 40 others.
    bool mayHave(std::uint32_t four) const { return hasBit(m_filter, mixed(four)); }
    /// The same by other bits: it and mayHave() are both true by chance for one in 1,600.
    bool mayHaveToo(std::uint32_t four) const { return hasBit(m_second, mixedOtherwise(four)); }

    /// 0: not known.
    std::uint8_t ways(std::uint32_t four) const { return m_slots[slotOf(four)].ways; }

private:
    struct Slot {
        std::uint32_t four = 0;
        std::uint8_t ways = 0;
    };
    static constexpr std::size_t bitsEach = 40;
    static constexpr std::size_t fewestWords = 1024;

    static std::uint64_t mixed(std::uint32_t four) { return four * 0x9E3779B97F4A7C15ULL; }
    static std::uint64_t mixedOtherwise(std::uint32_t four) { return (four ^ 0x5bd1e995U) * 0xC2B2AE3D27D4EB4FULL; }
    bool hasBit(const std::vector<std::uint64_t> &bits, std::uint64_t hash) const
    {
        return (bits.data()[(hash >> 40) & m_wordMask] >> ((hash >> 32) & 63)) & 1;
    }
    void setBit(std::vector<std::uint64_t> &bits, std::uint64_t hash) const
    {
        bits[std::size_t((hash >> 40) & m_wordMask)] |= 1ULL << ((hash >> 32) & 63);
    }
    void setBits(std::uint32_t four)
    {
        setBit(m_filter, mixed(four));
        setBit(m_second, mixedOtherwise(four));
    }
    std::size_t slotOf(std::uint32_t four) const
    {
        std::size_t index = std::size_t(mixed(four) >> 32) & (m_slots.size() - 1);
        while (m_slots[index].ways != 0 && m_slots[index].four != four)
            index = (index + 1) & (m_slots.size() - 1);
        return index;
    }
    /// At most 64 / 40 beginnings for each word of the filter, so at most four fifths of the slots are taken.
    void grow()
    {
        const std::size_t words = m_filter.empty() ? fewestWords : m_filter.size() * 2;
        const std::vector<Slot> old = std::exchange(m_slots, std::vector<Slot>(words * 2));
        m_filter.assign(words, 0);
        m_second.assign(words, 0);
        m_wordMask = words - 1;
        for (const Slot &slot : old) {
            if (slot.ways == 0)
                continue;
            m_slots[slotOf(slot.four)] = slot;
            setBits(slot.four);
        }
    }

    std::vector<std::uint64_t> m_filter;
    std::vector<std::uint64_t> m_second;
    std::uint64_t m_wordMask = 0;
    std::vector<Slot> m_slots;
    std::size_t m_count = 0;
};

} // namespace mergeloom
