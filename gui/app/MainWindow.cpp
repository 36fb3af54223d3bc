#include "gui/app/MainWindow.h"

#include "gui/app/PageList.h"
#include "gui/app/StatusLine.h"
#include "gui/pages/overview/OverviewPage.h"
#include "gui/pages/providers/ProvidersPage.h"
#include "gui/pages/users/UsersPage.h"
#include "gui/widgets/GlyphLabel.h"
#include "gui/widgets/SearchField.h"
#include "gui/widgets/TextLabel.h"
#include "gui/widgets/Theme.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>

namespace lanyard {
namespace {

constexpr QSize kFirstSize{1040, 720};
constexpr QSize kSmallestSize{860, 560};
constexpr int kSidebarWidth = 196;
const QString kGeometryKey = QStringLiteral("window/geometry");
const QString kPageKey = QStringLiteral("window/page");

} // namespace

MainWindow::MainWindow(ServiceState& service, QWidget* parent)
    : QMainWindow(parent), m_pageList(new PageList), m_stack(new QStackedWidget), m_statusLine(new StatusLine(service))
{
    setWindowTitle(tr("Lanyard"));
    setMinimumSize(kSmallestSize);
    makePages(service);

    auto* body = new QHBoxLayout;
    body->setSpacing(0);
    body->addWidget(makeSidebar());
    body->addWidget(m_stack, 1);
    auto* central = new QWidget;
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(body, 1);
    layout->addWidget(m_statusLine);
    setCentralWidget(central);

    connect(m_pageList, &QListWidget::currentRowChanged, this, &MainWindow::onPageChosen);
    makeShortcuts();
    restore();
}

void MainWindow::makePages(ServiceState& service)
{
    m_pages = {new OverviewPage(service), new ProvidersPage(service), new UsersPage(service)};
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        Page* page = m_pages[i];
        const QString keys = QKeySequence(QStringLiteral("Ctrl+%1").arg(i + 1)).toString(QKeySequence::NativeText);
        m_pageList->addPage(glyphIcon(page->glyph()), page->title(),
                            tr("%1 (%2)", "page and its shortcut").arg(page->title(), keys));
        m_stack->addWidget(page);
    }
}

QWidget* MainWindow::makeSidebar()
{
    auto* name = new TextLabel(TextLabel::Voice::Section, tr("Lanyard"));
    auto* logo = new GlyphLabel(Glyph::Lanyard);
    logo->setFixedSize(Theme::kLarge + 4, Theme::kLarge + 4);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(Theme::kSmall, 0, 0, Theme::kMedium);
    head->setSpacing(Theme::kSmall);
    head->addWidget(logo);
    head->addWidget(name, 1);

    auto* sidebar = new QWidget;
    sidebar->setFixedWidth(kSidebarWidth);
    auto* layout = new QVBoxLayout(sidebar);
    layout->setContentsMargins(Theme::kMedium, Theme::kLarge, 0, Theme::kMedium);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_pageList, 1);
    return sidebar;
}

void MainWindow::makeShortcuts()
{
    for (int i = 0; i < static_cast<int>(m_pages.size()) && i < 9; ++i) {
        auto* shortcut = new QShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(i + 1)), this);
        connect(shortcut, &QShortcut::activated, this, [this, i] { showPage(i); });
    }
    auto* find = new QShortcut(QKeySequence(QKeySequence::Find), this);
    connect(find, &QShortcut::activated, this, &MainWindow::focusSearch);
    auto* quit = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q), this);
    connect(quit, &QShortcut::activated, this, &MainWindow::quitRequested);
}

Page* MainWindow::currentPage() const
{
    return static_cast<Page*>(m_stack->currentWidget());
}

void MainWindow::showPage(int index)
{
    m_pageList->setCurrentRow(index);
}

void MainWindow::onPageChosen(int index)
{
    if (index < 0)
        return;
    m_stack->setCurrentIndex(index);
    if (isVisible())
        setActivePage(currentPage());
}

void MainWindow::setActivePage(Page* page)
{
    if (m_activePage == page)
        return;
    if (m_activePage)
        m_activePage->deactivate();
    m_activePage = page;
    if (page)
        page->activate();
}

void MainWindow::focusSearch()
{
    SearchField* field = currentPage()->searchField();
    if (field && field->isVisible()) {
        field->setFocus(Qt::ShortcutFocusReason);
        field->selectAll();
    }
}

void MainWindow::present()
{
    if (isMinimized())
        showNormal();
    show();
    raise();
    activateWindow();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    remember();
    event->accept();
    if (m_hidesOnClose && m_hidesOnClose())
        Q_EMIT hiddenToTray();
    else
        Q_EMIT quitRequested();
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    setActivePage(currentPage());
}

void MainWindow::hideEvent(QHideEvent* event)
{
    QMainWindow::hideEvent(event);
    if (!event->spontaneous())
        setActivePage(nullptr);
}

void MainWindow::restore()
{
    resize(kFirstSize);
    const QSettings settings;
    restoreGeometry(settings.value(kGeometryKey).toByteArray());
    const QString id = settings.value(kPageKey).toString();
    const auto found = std::find_if(m_pages.begin(), m_pages.end(), [&](const Page* page) { return page->id() == id; });
    showPage(found == m_pages.end() ? 0 : static_cast<int>(found - m_pages.begin()));
}

void MainWindow::remember() const
{
    QSettings settings;
    settings.setValue(kGeometryKey, saveGeometry());
    settings.setValue(kPageKey, currentPage()->id());
}

} // namespace lanyard
