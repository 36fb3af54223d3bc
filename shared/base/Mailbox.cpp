#include "base/Mailbox.h"

#include <QCoreApplication>
#include <QEvent>

namespace lanyard {
namespace {

const QEvent::Type kWakeUp = static_cast<QEvent::Type>(QEvent::registerEventType());

} // namespace

Mailbox::Mailbox(QObject* parent) : QObject(parent) {}

Mailbox::~Mailbox()
{
    close();
}

bool Mailbox::post(Task task)
{
    const std::lock_guard lock(m_mutex);
    if (m_closed)
        return false;
    m_tasks.push_back(std::move(task));
    // Posted under the lock: close() takes it too, so the object cannot go while the event is being posted to it.
    if (m_tasks.size() == 1)
        QCoreApplication::postEvent(this, new QEvent(kWakeUp));
    return true;
}

void Mailbox::close()
{
    std::vector<Task> dropped;
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        dropped.swap(m_tasks);
    }
}

bool Mailbox::event(QEvent* event)
{
    {
        const std::lock_guard lock(m_mutex); // the event was made under it
    }
    if (event->type() != kWakeUp)
        return QObject::event(event);
    runAll();
    return true;
}

void Mailbox::runAll()
{
    std::vector<Task> batch;
    {
        const std::lock_guard lock(m_mutex);
        batch.swap(m_tasks);
    }
    for (Task& task : batch) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_closed) // by one of the tasks
                return;
        }
        task();
        task = nullptr; // what a task captured goes with it, not with the whole batch
    }
}

} // namespace lanyard
