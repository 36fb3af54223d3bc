#include "app/StopSignals.h"

#include <QSocketNotifier>

#ifdef Q_OS_UNIX
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#else
#include <QMetaObject>
#include <windows.h>
#endif

namespace lanyard {

#ifdef Q_OS_UNIX

namespace {

int s_writeEnd = -1;

// Only what is safe inside a signal handler: one byte into a pipe that the main loop reads.
void onSignal(int)
{
    const char byte = 1;
    const auto written = write(s_writeEnd, &byte, 1);
    (void)written;
}

constexpr int kSignals[] = {SIGTERM, SIGINT, SIGHUP};

} // namespace

struct StopSignals::Platform
{
    int readEnd = -1;
    std::unique_ptr<QSocketNotifier> notifier;
};

StopSignals::StopSignals(std::function<void()> onStop, QObject* parent)
    : QObject(parent), m_platform(std::make_unique<Platform>()), m_onStop(std::move(onStop))
{
    int ends[2];
    if (pipe(ends) != 0)
        return;
    for (const int end : ends) {
        fcntl(end, F_SETFL, O_NONBLOCK);
        fcntl(end, F_SETFD, FD_CLOEXEC);
    }
    m_platform->readEnd = ends[0];
    s_writeEnd = ends[1];
    m_platform->notifier = std::make_unique<QSocketNotifier>(ends[0], QSocketNotifier::Read);
    connect(m_platform->notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte;
        while (read(m_platform->readEnd, &byte, 1) == 1)
            m_onStop();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (const int number : kSignals)
        sigaction(number, &action, nullptr);
    signal(SIGPIPE, SIG_IGN); // a client that leaves is an error code, not a death
}

StopSignals::~StopSignals()
{
    // The program is about to end anyway: a second wish must not turn its clean exit into a death by signal.
    for (const int number : kSignals)
        signal(number, SIG_IGN);
    m_platform->notifier.reset();
    close(m_platform->readEnd);
    close(s_writeEnd);
    s_writeEnd = -1;
}

#else

namespace {

StopSignals* s_instance = nullptr;
std::function<void()>* s_onStop = nullptr;

BOOL WINAPI onConsoleEvent(DWORD)
{
    if (s_instance && s_onStop)
        QMetaObject::invokeMethod(s_instance, *s_onStop, Qt::QueuedConnection);
    return TRUE;
}

} // namespace

struct StopSignals::Platform
{
};

StopSignals::StopSignals(std::function<void()> onStop, QObject* parent)
    : QObject(parent), m_platform(std::make_unique<Platform>()), m_onStop(std::move(onStop))
{
    s_instance = this;
    s_onStop = &m_onStop;
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
}

StopSignals::~StopSignals()
{
    SetConsoleCtrlHandler(onConsoleEvent, FALSE);
    s_instance = nullptr;
    s_onStop = nullptr;
}

#endif

} // namespace lanyard
