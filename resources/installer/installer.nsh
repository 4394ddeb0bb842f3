; Offers the app under "Open with" for the files that it takes. What a double click on them opens stays as the person has it:
; the associations that Electron-builder writes would take that over, and leave it broken once the app is removed.

!define OPEN_WITH "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"

!macro openWith ENDING
  WriteRegStr SHELL_CONTEXT "${OPEN_WITH}\SupportedTypes" ".${ENDING}" ""
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "${OPEN_WITH}" "FriendlyAppName" "${PRODUCT_NAME}"
  WriteRegStr SHELL_CONTEXT "${OPEN_WITH}\shell\open\command" "" `"$appExe" "%1"`
  !insertmacro openWith "csv"
  !insertmacro openWith "tsv"
  !insertmacro openWith "eml"
  !insertmacro openWith "pdf"
  !insertmacro openWith "jpg"
  !insertmacro openWith "jpeg"
  !insertmacro openWith "png"
  !insertmacro openWith "webp"
  !insertmacro openWith "tif"
  !insertmacro openWith "tiff"
  System::Call 'shell32::SHChangeNotify(i, i, i, i) v (0x08000000, 0, 0, 0)'
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "${OPEN_WITH}"
!macroend
