#include "store/MailboxThread.h"

namespace lanyard {

MailboxThread::MailboxThread(const QString& name) : m_thread(std::make_unique<JoinableThread>()), m_mailbox(std::make_unique<Mailbox>())
{
    m_thread->setObjectName(name);
    m_mailbox->moveToThread(m_thread.get());
    m_thread->start();
}

MailboxThread::~MailboxThread()
{
    stop();
}

void MailboxThread::stop()
{
    if (!m_thread->isRunning())
        return;
    m_mailbox->post([this] {
        m_mailbox->close();
        m_thread->quit();
    });
    m_thread->join();
}

} // namespace lanyard
