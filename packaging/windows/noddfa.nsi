; Installs Noddfa for the one who runs it, without administrator's rights. Records stay where they are, also when it is
; removed. Silent: noddfa-setup.exe /S; it ends with 2 where Noddfa is running.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetDateSave off ; when the files were built says nothing, and would make each installer another
!include "MUI2.nsh"
!include "FileFunc.nsh"

Name "Noddfa"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Noddfa"
InstallDirRegKey HKCU "Software\Noddfa" "InstallDir"
BrandingText "Noddfa ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Noddfa"
VIAddVersionKey "CompanyName" "The Noddfa developers"
VIAddVersionKey "FileDescription" "Installs Noddfa"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence"

!define MUI_ICON "noddfa.ico"
!define MUI_UNICON "noddfa.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\noddfa.exe"
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Welsh"
LangString running ${LANG_ENGLISH} "Noddfa is running. Please lock it, close it and try again."
LangString running ${LANG_WELSH} "Mae Noddfa ar waith. Clowch hi, caewch hi a rhowch gynnig arall arni."
LangString kind ${LANG_ENGLISH} "Noddfa records"
LangString kind ${LANG_WELSH} "Cofnodion Noddfa"

; A program that runs cannot be opened for writing.
!macro refuseWhileRunning UN
Function ${UN}refuseWhileRunning
  ClearErrors
  IfFileExists "$INSTDIR\noddfa.exe" 0 done
  FileOpen $0 "$INSTDIR\noddfa.exe" a
  IfErrors 0 free
    IfSilent +2
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(running)"
    SetErrorLevel 2
    Quit
  free:
  FileClose $0
  done:
FunctionEnd
!macroend
!insertmacro refuseWhileRunning ""
!insertmacro refuseWhileRunning "un."

Section
  SetShellVarContext current
  Call refuseWhileRunning
  SetOutPath "$INSTDIR"
  SetOverwrite on
  File "${PROGRAMS}\noddfa.exe"
  File "${PROGRAMS}\noddfactl.exe"
  File "/oname=LICENCES.txt" "${LICENCE}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Noddfa.lnk" "$INSTDIR\noddfa.exe"

  WriteRegStr HKCU "Software\Classes\.noddfa" "" "Noddfa.Records"
  WriteRegStr HKCU "Software\Classes\Noddfa.Records" "" "$(kind)"
  WriteRegStr HKCU "Software\Classes\Noddfa.Records\DefaultIcon" "" "$INSTDIR\noddfa.exe,0"
  WriteRegStr HKCU "Software\Classes\Noddfa.Records\shell\open\command" "" '"$INSTDIR\noddfa.exe" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  WriteRegStr HKCU "Software\Noddfa" "InstallDir" "$INSTDIR"
  !define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Noddfa"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Noddfa"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\noddfa.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Noddfa developers"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  Call un.refuseWhileRunning
  Delete "$SMPROGRAMS\Noddfa.lnk"
  Delete "$INSTDIR\noddfa.exe"
  Delete "$INSTDIR\noddfactl.exe"
  Delete "$INSTDIR\LICENCES.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only where nothing else lies in it
  DeleteRegKey HKCU "Software\Classes\Noddfa.Records"
  DeleteRegKey HKCU "Software\Classes\.noddfa"
  DeleteRegKey HKCU "Software\Noddfa"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
