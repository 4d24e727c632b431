#include "desktop/app/MainWindow.h"

namespace mergeloom {

MainWindow::MainWindow(QWidget *parent) : QMainWindow(parent) { setWindowTitle(QStringLiteral("MergeLoom")); }

} // namespace mergeloom
