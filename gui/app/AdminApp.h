#pragma once

#include "gui/app/MainWindow.h"
#include "gui/app/TrayIcon.h"
#include "gui/models/ServiceState.h"

namespace lanyard {

/// Everything of the running program, in the order it depends on each other: connection, state, window, tray.
///
/// Lives in: the main thread.
class AdminApp final : public QObject
{
    Q_OBJECT

public:
    explicit AdminApp(AdminClient::Options options, QObject* parent = nullptr);

    void start();

    AdminSession& session() { return m_session; }
    ServiceState& service() { return m_service; }
    MainWindow& window() { return m_window; }
    TrayIcon& tray() { return m_tray; }

Q_SIGNALS:
    void quitRequested();

private:
    AdminSession m_session;
    ServiceState m_service;
    MainWindow m_window;
    TrayIcon m_tray;
};

} // namespace lanyard
