#pragma once

#include "eventloop/TimerWheel.h"
#include "http/BufferBudget.h"
#include "http/Cors.h"
#include "http/HttpLimits.h"
#include "http/OutputBuffer.h"
#include "http/QtHttpBridge.h"
#include "http/RouteTable.h"
#include "http/TurnQueue.h"

#include <array>
#include <functional>
#include <vector>

namespace lanyard {

class GuardedConnection;

/// What all connections of one front share. Lives in: the worker's thread.
struct FrontState
{
    FrontState(const RouteTable& table, HttpLimits bounds, TimerWheel& timers, BufferAccounts budgets)
        : routes(table), limits(std::move(bounds)), cors(limits.allowedOrigins), accounts(budgets), wheel(timers)
    {}

    const RouteTable& routes;
    HttpLimits limits; ///< may change between any two turns of the loop
    CorsPolicy cors;
    const BufferAccounts accounts;
    TimerWheel& wheel;
    TurnQueue turn;
    QtHttpBridge bridge;
    OutputStore outputs;
    std::array<char, 64 * 1024> scratch; ///< what is being read right now, of one connection
    bool draining = false;
    std::vector<GuardedConnection*> connections; ///< every object that is alive; closed ones live on for a moment
    std::function<void()> onClosed;              ///< one of them serves no more
};

} // namespace lanyard
