#pragma once

#include "base/JoinableThread.h"
#include "base/Mailbox.h"

#include <QString>

#include <future>
#include <memory>
#include <type_traits>

namespace lanyard {

/// A thread with an event loop and a mailbox, for things that must all happen in one thread.
///
/// Lives in: the thread that made it. post() from any thread.
class MailboxThread
{
public:
    explicit MailboxThread(const QString& name);
    ~MailboxThread();
    MailboxThread(const MailboxThread&) = delete;
    MailboxThread& operator=(const MailboxThread&) = delete;

    /// False when it is stopping: the task was dropped.
    bool post(Mailbox::Task task) { return m_mailbox->post(std::move(task)); }
    /// Runs `task` there and waits for its value. For start and stop only, never from a loop that others wait for.
    template<class Function>
    auto call(Function task) -> std::invoke_result_t<Function>
    {
        std::promise<std::invoke_result_t<Function>> done;
        auto value = done.get_future();
        m_mailbox->post([&] {
            if constexpr (std::is_void_v<std::invoke_result_t<Function>>) {
                task();
                done.set_value();
            } else {
                done.set_value(task());
            }
        });
        return value.get();
    }
    /// Finishes what was posted before, then ends the thread.
    void stop();

private:
    std::unique_ptr<JoinableThread> m_thread;
    std::unique_ptr<Mailbox> m_mailbox; ///< moved to the thread; destroyed after it ended
};

} // namespace lanyard
