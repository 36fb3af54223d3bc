#pragma once

#include "base/Http.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace lanyard {

/// What one client is sent, kept for whoever asks the same again: written by the exchange that makes the answer, read by
/// others meanwhile or afterwards.
///
/// Any thread; one lock, held for a copy.
class AnswerRecording
{
public:
    enum class State : std::uint8_t {
        Running, ///< there may come more
        Whole,
        Spoilt,  ///< not whole, not good or too large: to be used by nobody
    };
    /// `used`: where the bytes of all recordings are counted.
    AnswerRecording(std::size_t mostBytes, std::shared_ptr<std::atomic<std::size_t>> used);
    ~AnswerRecording();

    void begin(int status, const HttpHeaders& headers);
    void append(std::string_view bytes);
    /// The answer is whole, unless it was spoilt before.
    void finish();
    void spoil();

    State state() const;
    struct Head
    {
        int status = 0; ///< 0: not yet known
        HttpHeaders headers;
    };
    Head head() const;
    std::size_t size() const;
    /// What there is behind the first `offset` bytes.
    std::string bytesFrom(std::size_t offset) const;

    /// `changed` is called after each change, in the writer's thread, and must only hand the word on. Returns what
    /// unfollow() takes.
    std::uint64_t follow(std::function<void()> changed);
    /// No call comes after it.
    void unfollow(std::uint64_t follower);

private:
    void tell();

    const std::size_t m_mostBytes;
    const std::shared_ptr<std::atomic<std::size_t>> m_used;
    mutable std::mutex m_mutex; ///< guards what follows
    State m_state = State::Running;
    Head m_head;
    std::string m_bytes;
    std::mutex m_telling; ///< guards m_followers; held while they are called
    std::vector<std::pair<std::uint64_t, std::function<void()>>> m_followers;
    std::uint64_t m_lastFollower = 0;
};

} // namespace lanyard
