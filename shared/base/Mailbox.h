#pragma once

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace lanyard {

/// Work handed to the thread that owns the mailbox. The data travels under our own mutex and Qt's posted event only
/// wakes the loop, so that ThreadSanitizer can judge every hand-off.
///
/// Lives in: the thread that made it; post() from any thread. Tasks run in the order they were posted, in one batch a
/// wake-up. Tasks posted after close(), or still waiting then, are destroyed unrun.
class Mailbox final : public QObject
{
    Q_OBJECT

public:
    using Task = std::function<void()>;

    explicit Mailbox(QObject* parent = nullptr);
    ~Mailbox() override;

    /// Any thread. False when the mailbox is closed (the task was dropped).
    bool post(Task task);
    /// Owner thread. Nothing runs after this returns.
    void close();

protected:
    bool event(QEvent* event) override;

private:
    void runAll();

    std::mutex m_mutex; ///< guards m_tasks, m_closed
    std::vector<Task> m_tasks;
    bool m_closed = false;
};

} // namespace lanyard
