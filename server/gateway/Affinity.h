#pragma once

#include "base/Clock.h"
#include "base/Http.h"
#include "base/Ids.h"
#include "llm/ModelTask.h"

#include <array>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lanyard {

/// By what a request is recognised as the next turn of a conversation, and by what the next turn will recognise this one.
struct ConversationKeys
{
    std::vector<std::uint64_t> known; ///< to look up, the best first
    std::vector<std::uint64_t> mine;  ///< to remember
};

/// Who asks for what; conversations of others are never joined.
struct ConversationScope
{
    UserId user;
    ModelId model;
    std::string_view session; ///< as a header names it; may be empty
};

/// An explicit key (a session header, prompt_cache_key, metadata.user_id) decides alone. Else the messages do: those of the
/// turn before are the beginning of this one's. A first turn is looked up only if it begins with a prompt that is larger than
/// what providers cache at least, so that fresh conversations are spread by weight.
/// What a client calls its conversation in a header; empty when it does not.
std::string_view sessionOf(const HttpHeaders& headers);

ConversationKeys conversationKeys(const ModelTask& task, const ConversationScope& scope);

/// Which credential served a conversation last, for as long as its prompt cache may be warm. Shared by all workers.
///
/// Any thread; one lock a shard, held for a look.
class AffinityTable
{
public:
    struct Home
    {
        ProviderId provider;
        CredentialId credential;
    };
    static constexpr std::chrono::minutes kWarm{60}; ///< since the last turn; the longest that providers keep a prefix unasked

    std::optional<Home> find(const ConversationKeys& keys, SteadyTime now);
    void remember(const ConversationKeys& keys, Home home, SteadyTime now);

private:
    struct Entry
    {
        Home home;
        SteadyTime until{};
        std::list<std::uint64_t>::iterator place; ///< in order
    };
    struct Shard
    {
        std::mutex mutex; ///< guards the rest
        std::unordered_map<std::uint64_t, Entry> entries;
        std::list<std::uint64_t> order; ///< remembered longest ago first
    };
    Shard& shardOf(std::uint64_t key) { return m_shards[key % m_shards.size()]; }

    std::array<Shard, 16> m_shards;
};

} // namespace lanyard
