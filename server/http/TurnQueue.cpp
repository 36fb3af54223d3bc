#include "http/TurnQueue.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <cassert>

namespace lanyard {

TurnQueue::TurnQueue(QObject* parent) : QObject(parent)
{
    auto* dispatcher = QAbstractEventDispatcher::instance();
    assert(dispatcher && "a turn queue is made inside a thread whose loop runs");
    // Which of the two comes in a turn depends on the dispatcher and on whether it is going to sleep.
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &TurnQueue::run, Qt::DirectConnection);
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, &TurnQueue::run, Qt::DirectConnection);
}

void TurnQueue::add(TurnTask& task)
{
    if (task.m_queued)
        return;
    task.m_queued = true;
    m_tasks.push_back(&task);
}

void TurnQueue::remove(TurnTask& task)
{
    if (task.m_queued)
        std::replace(m_tasks.begin(), m_tasks.end(), &task, static_cast<TurnTask*>(nullptr));
    std::replace(m_running.begin(), m_running.end(), &task, static_cast<TurnTask*>(nullptr));
    task.m_queued = false;
}

void TurnQueue::run()
{
    if (m_tasks.empty() || !m_running.empty())
        return;
    m_running.swap(m_tasks);
    for (std::size_t i = 0; i < m_running.size(); ++i) {
        TurnTask* task = std::exchange(m_running[i], nullptr);
        if (!task)
            continue;
        task->m_queued = false;
        task->onTurnEnd();
    }
    m_running.clear();
    // The loop may be about to sleep: an event of any kind makes it come round again for what the tasks added.
    if (!m_tasks.empty())
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

} // namespace lanyard
