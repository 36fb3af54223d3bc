#pragma once

#include <QObject>

#include <functional>
#include <memory>

namespace lanyard {

/// Turns the system's wish that the program stops (SIGTERM, SIGINT, SIGHUP on Unix; the console's events on Windows) into
/// a call in the main loop. Lives in: main. One object a process.
class StopSignals final : public QObject
{
    Q_OBJECT

public:
    explicit StopSignals(std::function<void()> onStop, QObject* parent = nullptr);
    ~StopSignals() override;

private:
    struct Platform;
    std::unique_ptr<Platform> m_platform;
    std::function<void()> m_onStop;
};

} // namespace lanyard
