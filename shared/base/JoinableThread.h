#pragma once

#include <QThread>

#include <semaphore>

namespace lanyard {

/// A QThread whose beginning and end are also told by the standard library's means: what one thread did before start()
/// the other sees, and what that one did before it ended is seen after join(). Qt's own means say the same, but are not
/// built for ThreadSanitizer, which would take everything across them for a race.
///
/// Lives in: the thread that made it. start() and join() once each.
class JoinableThread : public QThread
{
public:
    void start()
    {
        m_begun.release();
        QThread::start();
    }
    /// Waits until work() has returned.
    void join()
    {
        m_ended.acquire();
        QThread::wait();
    }

protected:
    /// What the thread does.
    virtual void work() { exec(); }

private:
    void run() final
    {
        m_begun.acquire();
        work();
        m_ended.release();
    }

    std::binary_semaphore m_begun{0};
    std::binary_semaphore m_ended{0};
};

} // namespace lanyard
