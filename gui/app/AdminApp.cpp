#include "gui/app/AdminApp.h"

namespace lanyard {

AdminApp::AdminApp(AdminClient::Options options, QObject* parent)
    : QObject(parent), m_session(std::move(options)), m_service(m_session), m_window(m_service), m_tray(m_service)
{
    m_window.setHidesOnClose([this] { return m_tray.canBringBack(); });
    connect(&m_window, &MainWindow::hiddenToTray, &m_tray, &TrayIcon::hintAtHiding);
    connect(&m_window, &MainWindow::quitRequested, this, &AdminApp::quitRequested);
    connect(&m_tray, &TrayIcon::openRequested, &m_window, &MainWindow::present);
    connect(&m_tray, &TrayIcon::quitRequested, this, &AdminApp::quitRequested);
}

void AdminApp::start()
{
    m_session.start();
    m_tray.show();
    m_window.present();
}

} // namespace lanyard
