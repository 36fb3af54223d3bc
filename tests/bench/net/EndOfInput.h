#pragma once

#include "net/EventLoop.h"

#include <functional>
#include <sys/epoll.h>
#include <unistd.h>

namespace lanyard::bench {

/// Says when standard input ends: the sign of whoever started this program (through a pipe) to finish.
class EndOfInput final : public Watcher
{
public:
    EndOfInput(EventLoop& loop, std::function<void()> ended) : m_ended(std::move(ended)), m_loop(loop)
    {
        m_loop.watch(STDIN_FILENO, EPOLLIN, *this);
    }

    void onReady(std::uint32_t) override
    {
        char ignored[256];
        if (::read(STDIN_FILENO, ignored, sizeof ignored) > 0)
            return;
        m_loop.forget(STDIN_FILENO);
        m_ended();
    }

private:
    std::function<void()> m_ended;
    EventLoop& m_loop;
};

} // namespace lanyard::bench
