#include "app/Service.h"

#include "app/ServiceParts.h"

namespace lanyard {

Service::Service(ServeOptions options) : m_parts(std::make_unique<Parts>(std::move(options))) {}

Service::~Service() = default;

void Service::start(std::function<void(Result<Started>)> done)
{
    m_parts->onStarted = std::move(done);
    m_parts->openStore();
}

void Service::stop()
{
    m_parts->stop();
}

void Service::setOnStopped(std::function<void()> onStopped)
{
    m_parts->onStopped = std::move(onStopped);
}

} // namespace lanyard
