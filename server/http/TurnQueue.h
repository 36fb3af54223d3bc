#pragma once

#include <QObject>

#include <vector>

namespace lanyard {

/// Something that wants to do its work once, after everything else of this turn of the event loop: that is how what a
/// turn produced for one client becomes one send.
class TurnTask
{
public:
    virtual void onTurnEnd() = 0;

protected:
    virtual ~TurnTask() = default;

private:
    friend class TurnQueue;
    bool m_queued = false;
};

/// Runs its tasks before the loop sleeps and after it woke. Tasks added by a task run at the next turn's end.
/// Lives in: its worker's thread, which must have an event dispatcher already.
class TurnQueue final : public QObject
{
    Q_OBJECT

public:
    explicit TurnQueue(QObject* parent = nullptr);

    void add(TurnTask& task);
    /// The task is going.
    void remove(TurnTask& task);

private:
    void run();

    std::vector<TurnTask*> m_tasks; ///< null: removed
    std::vector<TurnTask*> m_running;
};

} // namespace lanyard
