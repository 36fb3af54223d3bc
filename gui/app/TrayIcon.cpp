#include "gui/app/TrayIcon.h"

#include "gui/app/TrayImage.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSettings>

namespace lanyard {

TrayIcon::TrayIcon(ServiceState& service, QObject* parent) : QObject(parent), m_service(service)
{
    makeMenu();
    m_icon.setContextMenu(&m_menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT openRequested();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &TrayIcon::openRequested);
    connect(&service, &ServiceState::changed, this, &TrayIcon::refresh);
    refresh();
}

void TrayIcon::makeMenu()
{
    m_state = m_menu.addAction(QString());
    m_state->setEnabled(false);
    m_menu.addSeparator();
    m_menu.setDefaultAction(m_menu.addAction(tr("Open Lanyard"), this, &TrayIcon::openRequested));
    m_copy = m_menu.addAction(tr("Copy endpoint URL"), this, &TrayIcon::copyEndpoint);
    m_menu.addSeparator();
    m_menu.addAction(tr("Quit this app", "tray menu; the service goes on"), this, &TrayIcon::quitRequested);
}

bool TrayIcon::canBringBack() const
{
    return QSystemTrayIcon::isSystemTrayAvailable() && m_icon.isVisible();
}

void TrayIcon::hintAtHiding()
{
    const QString key = QStringLiteral("tray/hintShown");
    QSettings settings;
    if (settings.value(key).toBool())
        return;
    settings.setValue(key, true);
    m_icon.showMessage(tr("Lanyard stays in the tray"),
                       tr("The window can be opened again from this icon. The service goes on by itself."),
                       QSystemTrayIcon::Information);
}

void TrayIcon::refresh()
{
    const QString state = tr("Service: %1", "tray menu: state of the service").arg(m_service.title());
    m_state->setText(state);
    m_copy->setEnabled(m_service.endpoint().isValid());
    const QString url = m_service.endpoint().url.toString();
    m_icon.setToolTip(url.isEmpty() ? QStringLiteral("Lanyard\n") + state
                                    : QStringLiteral("Lanyard\n") + state + u'\n' + url);
    if (m_shown == m_service.overall())
        return;
    m_shown = m_service.overall();
    m_icon.setIcon(trayImage(*m_shown, m_service.tone()));
}

void TrayIcon::copyEndpoint()
{
    QGuiApplication::clipboard()->setText(m_service.endpoint().url.toString());
}

} // namespace lanyard
