#include "gateway/Affinity.h"

#include <algorithm>
#include <functional>

namespace lanyard {
namespace {

/// What providers cache at least is 1,024 tokens.
/// Source: "Prompt caching" of OpenAI and of Anthropic, 2026-11.
constexpr std::size_t kLeastCachedBytes = 4 * 1024;
/// A turn adds an answer and a question; with tools some more.
constexpr std::size_t kMostLookups = 16;
constexpr std::size_t kMostEntriesAShard = 16 * 1024;

std::uint64_t mix(std::uint64_t a, std::uint64_t b)
{
    a ^= b + 0x9E37'79B9'7F4A'7C15U + (a << 6) + (a >> 2);
    a *= 0xFF51'AFD7'ED55'8CCDU;
    return a ^ (a >> 32);
}

std::uint64_t hashOf(std::string_view text)
{
    return std::hash<std::string_view>{}(text);
}

/// Without the bracket or comma before it, and without space: clients write the same message again with other neighbours.
std::string_view messageIn(std::string_view piece)
{
    return piece.substr(std::min(piece.find_first_not_of("[, \t\r\n"), piece.size()));
}

/// Source: Codex, opencode, Claude Code and ChatGPT-like front ends as they send them, 2026-11.
constexpr std::array<std::string_view, 7> kSessionHeaders{"x-session-id", "session_id", "session-id", "conversation_id", "x-session-affinity",
                                                          "x-claude-code-session-id", "thread-id"};

} // namespace

std::string_view sessionOf(const HttpHeaders& headers)
{
    for (const std::string_view name : kSessionHeaders) {
        if (const auto value = headers.find(name); value && !value->empty())
            return *value;
    }
    return {};
}

ConversationKeys conversationKeys(const ModelTask& task, const ConversationScope& scope)
{
    ConversationKeys keys;
    const std::uint64_t start = mix(mix(0x4C61'6E79U, scope.user.value), scope.model.value);
    const std::string_view session = scope.session.empty() ? std::string_view(task.sessionKey) : scope.session;
    if (!session.empty()) {
        keys.known = keys.mine = {mix(mix(start, 1), hashOf(session))};
        return keys;
    }
    if (task.messageEnds.empty())
        return keys;
    std::vector<std::uint64_t> prefixes; // after the first message, the second ...
    std::uint64_t rolling = mix(start, 2);
    std::size_t firstBytes = 0;
    std::size_t begin = 0;
    prefixes.reserve(task.messageEnds.size());
    for (const std::uint32_t end : task.messageEnds) { // as the walk that parsed the request has found them
        const std::string_view message = messageIn(task.messagesRaw.substr(begin, end - begin));
        firstBytes = prefixes.empty() ? message.size() : firstBytes;
        rolling = mix(rolling, hashOf(message));
        prefixes.push_back(rolling);
        begin = end;
    }
    const bool largePrompt = firstBytes >= kLeastCachedBytes;
    keys.mine.push_back(prefixes.back());
    if (largePrompt && prefixes.size() > 1)
        keys.mine.push_back(prefixes.front());
    const bool laterTurn = prefixes.size() >= 3; // a question, an answer, the next question
    if (laterTurn) {
        const std::size_t lookups = std::min(prefixes.size() - 1, kMostLookups);
        for (std::size_t i = 0; i < lookups; ++i)
            keys.known.push_back(prefixes[prefixes.size() - 2 - i]);
    }
    if (largePrompt && (keys.known.empty() || keys.known.back() != prefixes.front()))
        keys.known.push_back(prefixes.front());
    return keys;
}

std::optional<AffinityTable::Home> AffinityTable::find(const ConversationKeys& keys, SteadyTime now)
{
    for (const std::uint64_t key : keys.known) {
        Shard& shard = shardOf(key);
        const std::lock_guard lock(shard.mutex);
        const auto found = shard.entries.find(key);
        if (found != shard.entries.end() && now < found->second.until)
            return found->second.home;
    }
    return std::nullopt;
}

void AffinityTable::remember(const ConversationKeys& keys, Home home, SteadyTime now)
{
    for (const std::uint64_t key : keys.mine) {
        Shard& shard = shardOf(key);
        const std::lock_guard lock(shard.mutex);
        const auto [entry, isNew] = shard.entries.try_emplace(key);
        if (isNew)
            entry->second.place = shard.order.insert(shard.order.end(), key);
        else
            shard.order.splice(shard.order.end(), shard.order, entry->second.place);
        entry->second.home = home;
        entry->second.until = now + kWarm;
        while (!shard.order.empty()) {
            const auto oldest = shard.entries.find(shard.order.front());
            if (now < oldest->second.until && shard.entries.size() <= kMostEntriesAShard)
                break;
            shard.order.pop_front();
            shard.entries.erase(oldest);
        }
    }
}

} // namespace lanyard
