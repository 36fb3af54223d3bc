#pragma once

#include "gui/models/ServiceState.h"

#include <QWidget>

namespace lanyard {

class ElidedLabel;
class StatusDot;
class TextLabel;

/// The line at the foot of the window: which service this is, through which socket, and who can reach its endpoint.
///
/// Lives in: the main thread.
class StatusLine final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(ServiceState& service, QWidget* parent = nullptr);

    QString serviceText() const;
    QString endpointText() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    ServiceState& m_service;
    StatusDot* m_dot;
    ElidedLabel* m_serviceText;
    TextLabel* m_endpointText;
};

} // namespace lanyard
