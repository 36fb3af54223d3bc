#pragma once

#include "gui/models/ServiceState.h"

#include <QMenu>
#include <QSystemTrayIcon>

namespace lanyard {

/// The icon in the tray: the overall state at a glance and a short menu. Without a tray it just is not seen.
///
/// Lives in: the main thread.
class TrayIcon final : public QObject
{
    Q_OBJECT

public:
    explicit TrayIcon(ServiceState& service, QObject* parent = nullptr);

    void show() { m_icon.show(); }
    /// A tray is there and shows the icon: a hidden window can be brought back.
    bool canBringBack() const;
    /// Tells once in this user's life that closing the window does not quit.
    void hintAtHiding();

    QMenu& menu() { return m_menu; }
    QString toolTip() const { return m_icon.toolTip(); }

Q_SIGNALS:
    void openRequested();
    void quitRequested();

private:
    void makeMenu();
    void refresh();
    void copyEndpoint();

    ServiceState& m_service;
    QMenu m_menu;
    QAction* m_state = nullptr;
    QAction* m_copy = nullptr;
    std::optional<ServiceState::Overall> m_shown;
    QSystemTrayIcon m_icon;
};

} // namespace lanyard
